-- Files that Holdfast made. Their bytes lie in the artifact storage, and never change.
create table artifacts (
  -- Also the name under which the storage has it.
  id text collate "C" primary key,
  kind text collate "C" not null,
  account_id text collate "C" not null,
  -- 1, 2, 3 for each account and kind.
  version integer not null check (version > 0),
  format text collate "C" not null,
  -- `customer` = nothing in it is ours alone
  audience text collate "C" not null check (audience in ('internal', 'customer')),
  as_of timestamptz(3) not null,
  known_at bigint not null,
  size bigint not null check (size >= 0),
  -- Of the bytes, hexadecimal: held against them at every reading.
  sha256 text collate "C" not null,
  -- Of what it says, whatever the format: the same again is no new version.
  content_digest text collate "C" not null,
  made_by text collate "C" not null,
  made_at timestamptz(3) not null,
  unique (account_id, kind, version, format)
);
create index artifacts_by_time on artifacts (made_at);

-- What hit one account: a pack asks for it.
create index issue_links_by_account on issue_links (account_id, issue_id);
