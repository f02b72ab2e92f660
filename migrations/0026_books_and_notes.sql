-- The book of each member and morning: written with its message, so that nobody gets two of a day.
create table books_sent (
  member_id text collate "C" not null,
  -- The day on the wall of the organisation.
  day date not null,
  -- null = there was nothing to say
  proposal_id text collate "C",
  at timestamptz(3) not null,
  primary key (member_id, day)
);
-- What members wrote down about accounts; rows are added and never changed.
create table account_notes (
  id bigint generated always as identity primary key,
  account_id text collate "C" not null,
  text text not null,
  by_member text collate "C" not null,
  at timestamptz(3) not null
);
create index account_notes_by_account on account_notes (account_id, at);
