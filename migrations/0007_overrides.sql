-- What people say of an account beside the computed score. Rows are added and never changed: the newest that was
-- decided by a moment counts at that moment, until it ends.

create table score_overrides (
  proposal_id text collate "C" primary key,
  account_id text collate "C" not null,
  score_hundredths integer not null check (score_hundredths between 0 and 10000),
  reason text not null,
  by_member text collate "C" not null,
  -- As it was then: a renamed member changes no past answer.
  by_name text not null,
  starts_at timestamptz(3) not null,
  -- Its last millisecond
  until_at timestamptz(3) not null
);
create index score_overrides_by_account on score_overrides (account_id, starts_at, proposal_id);

create table sentiments (
  proposal_id text collate "C" primary key,
  account_id text collate "C" not null,
  sentiment text not null check (sentiment in ('good', 'neutral', 'poor')),
  reason text not null,
  by_member text collate "C" not null,
  by_name text not null,
  at timestamptz(3) not null,
  until_at timestamptz(3) not null
);
create index sentiments_by_account on sentiments (account_id, at, proposal_id);
