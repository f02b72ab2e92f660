-- What was told of a clock, once for each stage of it: a warning, the breach, each tier that the ticket went up to.
create table sla_notices (
  account_id text collate "C" not null,
  ticket_id text collate "C" not null,
  clock text not null,
  stage text not null,
  proposal_id text not null,
  at timestamptz(3) not null,
  primary key (account_id, ticket_id, clock, stage)
);
create index sla_notices_by_time on sla_notices (at);
