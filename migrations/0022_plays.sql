-- Every version of a playbook that a play was proposed under, for good: a play ends as it began, whatever the files say.
create table playbook_versions (
  id text collate "C" not null,
  version integer not null,
  digest text not null,
  recipe jsonb not null,
  kept_at timestamptz(3) not null,
  primary key (id, version)
);

-- One run of a playbook for an account: what is asked of all of them at once. What happened to it is in play_events.
create table plays (
  id text collate "C" primary key, -- of the proposal that started it
  account_id text collate "C" not null,
  playbook_id text collate "C" not null,
  playbook_version integer not null,
  state text not null check (state in ('running', 'ended')),
  outcome text check (outcome in ('saved', 'no-change', 'lost', 'not-needed')),
  -- How many events it has: whoever adds to another number comes too late.
  revision integer not null,
  started_at timestamptz(3) not null,
  ended_at timestamptz(3),
  check ((state = 'ended') = (outcome is not null)),
  check ((state = 'ended') = (ended_at is not null))
);
create unique index plays_running_once on plays (account_id, playbook_id) where state = 'running';
create index plays_by_account on plays (account_id, started_at, id);
create index plays_running on plays (id) where state = 'running';

-- Added and never changed.
create table play_events (
  play_id text collate "C" not null references plays (id),
  ordinal integer not null,
  at timestamptz(3) not null,
  event jsonb not null,
  primary key (play_id, ordinal)
);
