-- What digests are drawn from, kept for good, and where each digest went.
create table digest_snapshots (
  -- The hash of its bytes: equal facts are one snapshot.
  id text collate "C" primary key,
  as_of timestamptz(3) not null,
  known_at bigint not null,
  segment text,
  -- Canonical JSON of domain/digest.ts. Never changed.
  body text not null,
  made_at timestamptz(3) not null
);
create index digest_snapshots_by_time on digest_snapshots (made_at);

-- The digest of each week and recipient: written with its message, so that nobody gets two of a week.
create table digest_sendings (
  -- `channel C0123` or `member csm1`
  recipient text collate "C" not null,
  -- The day of the week that it is of, on the wall of the organisation.
  due_on date not null,
  snapshot_id text collate "C" not null references digest_snapshots (id),
  proposal_id text collate "C" not null,
  -- What hangs under it with the details; null = not proposed yet
  details_id text collate "C",
  at timestamptz(3) not null,
  primary key (recipient, due_on)
);
create index digest_sendings_without_details on digest_sendings (at) where details_id is null;
