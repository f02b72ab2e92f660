-- The week of one customer, as executives read it and as the customer does.
create table update_snapshots (
  -- The hash of its bytes: equal facts are one snapshot.
  id text collate "C" primary key,
  account_id text collate "C" not null,
  as_of timestamptz(3) not null,
  known_at bigint not null,
  -- Canonical JSON of domain/account-week.ts. Never changed.
  body text not null,
  made_at timestamptz(3) not null
);
create index update_snapshots_by_time on update_snapshots (made_at);

-- Each week's update of each account and reader: written with its message, so that nobody gets two of a week.
create table update_sendings (
  -- `member exec1`, or `customer` for the letter to its own people
  target text collate "C" not null,
  account_id text collate "C" not null,
  -- The day of the week that it is of, on the wall of the organisation.
  due_on date not null,
  -- Both null = nothing went out, for the reason beside it
  snapshot_id text collate "C" references update_snapshots (id),
  proposal_id text collate "C",
  reason text,
  at timestamptz(3) not null,
  primary key (target, account_id, due_on),
  check ((proposal_id is null) = (reason is not null))
);
create index update_sendings_by_snapshot on update_sendings (snapshot_id);

-- Addresses, in lower case, whose owners want no weekly letters.
create table letter_opt_outs (
  address text collate "C" primary key,
  -- A member, or `recipient` for whoever followed the link of a letter
  by_whom text not null,
  at timestamptz(3) not null
);
