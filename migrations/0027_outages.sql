-- Which platforms take nothing at the moment, since when, and when they are tried again.
create table connector_outages (
  connector text collate "C" primary key,
  since timestamptz(3) not null,
  tries integer not null,
  next_at timestamptz(3) not null
);

-- How often an effect was begun in vain because its platform took nothing: no fault of the effect.
alter table outbox add column away integer not null default 0;
