-- Everything the first slice stores. One statement ends with a semicolon at the end of its line.

create extension if not exists vector;

-- One row. Its lock orders all ingests, so that received sequence numbers are gap-free and in commit order.
create table ingest_sequence (
  only_row boolean primary key default true check (only_row),
  last_seq bigint not null
);
insert into ingest_sequence (last_seq) values (0);

create table accounts (
  id text collate "C" primary key check (id <> '' and id = btrim(id)),
  name text not null,
  region text,
  first_seen_on date not null,
  -- Of its latest event: whether anything lies after an instant is asked at every question.
  last_event_at timestamptz(3) not null,
  -- The folded contract; derived from contract events, rebuilt whenever one arrives.
  contract jsonb not null
);

-- Dedupe has a table of its own, so that events can be partitioned by time later.
create table event_keys (
  source text collate "C" not null,
  event_id text collate "C" not null,
  body_hash bytea not null,
  seq bigint not null,
  primary key (source, event_id)
);

create table events (
  seq bigint primary key,
  source text collate "C" not null,
  event_id text collate "C" not null,
  account_id text collate "C" not null,
  type text collate "C" not null,
  at timestamptz(3) not null,
  user_id text collate "C",
  region text,
  feeds text,
  dimensions jsonb not null,
  payload jsonb not null,
  received_at timestamptz(3) not null
);
-- One index serves the timeline, the evidence of a component and the latest state of tickets and invoices.
create index events_by_account on events (account_id, type, at);
-- "When did this kind of event last come, as known then?": what makes a source stale.
create index events_by_type on events (type, at);

create table rollups (
  account_id text collate "C" not null,
  day date not null,
  actions bigint not null,
  sessions bigint not null,
  session_seconds bigint not null,
  feature_uses bigint not null,
  errors bigint not null,
  job_retries bigint not null,
  tickets_created bigint not null,
  tickets_urgent bigint not null,
  tickets_resolved bigint not null,
  csat_sum bigint not null,
  csat_count bigint not null,
  nps_promoters bigint not null,
  nps_detractors bigint not null,
  nps_count bigint not null,
  sponsor_touches bigint not null,
  nudges_sent bigint not null,
  nudges_acted bigint not null,
  recipes_completed bigint not null,
  primary key (account_id, day)
);

-- An account's whole history of two rare counts decides whether their component is known at all.
create index rollups_with_sponsor on rollups (account_id, day) where sponsor_touches > 0;
create index rollups_with_errors on rollups (account_id, day) where errors > 0;

create table usage_days (
  account_id text collate "C" not null,
  day date not null,
  user_id text collate "C" not null,
  feature text collate "C" not null,
  uses bigint not null,
  primary key (account_id, day, user_id, feature)
);

create table dead_letters (
  id bigint generated always as identity primary key,
  source text not null,
  line integer,
  reason text not null,
  code text not null,
  body bytea not null,
  body_truncated boolean not null,
  received_at timestamptz(3) not null,
  resolved_at timestamptz(3)
);
create unique index dead_letters_open_once on dead_letters (source, md5(body), reason) where resolved_at is null;

create table import_progress (
  file_key text collate "C" primary key,
  lines_done bigint not null,
  accepted bigint not null,
  duplicates bigint not null,
  rejected bigint not null,
  updated_at timestamptz(3) not null
);

-- Every version of a score profile that was ever in force, so that an old score can be replayed.
create table profile_versions (
  id text collate "C" not null,
  version text collate "C" not null,
  author text not null,
  changed_on date not null,
  loaded_at timestamptz(3) not null,
  body jsonb not null,
  primary key (id, version)
);

-- The configuration that answers were given under: profiles and registered event types, by their digest.
create table configurations (
  id text collate "C" primary key,
  loaded_at timestamptz(3) not null,
  body jsonb not null
);

create table health_scores (
  account_id text collate "C" not null,
  as_of timestamptz(3) not null,
  known_seq bigint not null,
  profile_id text not null,
  profile_version text not null,
  scorer_version text not null,
  score_hundredths integer,
  band text,
  body text not null,
  computed_at timestamptz(3) not null,
  primary key (account_id, as_of)
);

-- Past days' scores as they follow from what is known now: derived, and forgotten from the day on which something
-- new arrives. `basis` names the scorer and the profiles, so that a change of either starts afresh.
create table score_history (
  account_id text collate "C" not null,
  day date not null,
  basis text not null,
  score_hundredths integer,
  band text,
  primary key (account_id, day, basis)
);

create table members (
  id text collate "C" primary key,
  name text not null,
  role text not null,
  email text,
  -- Who brought them in: members.yaml, themselves by asking, or the demo company. Decides who may take them out again.
  origin text not null check (origin in ('file', 'joined', 'demo'))
);

create table member_identities (
  platform text not null,
  team text not null,
  user_id text not null,
  member_id text collate "C" not null references members (id),
  primary key (platform, team, user_id)
);

create table audit (
  seq bigint generated always as identity primary key,
  at timestamptz(3) not null,
  actor text not null,
  action text not null,
  account_id text collate "C",
  detail jsonb not null
);

-- Entries are added and read, never changed: not by a fault of ours either. Whoever owns the database can still do
-- it on purpose; that takes proof from outside.
create function refuse_change() returns trigger language plpgsql as $$ begin raise exception 'the audit is append-only'; end $$;
create trigger audit_keeps_entries before update or delete on audit for each row execute function refuse_change();
create trigger audit_keeps_all before truncate on audit for each statement execute function refuse_change();

-- Redelivered chat requests are answered once: the key is what the platform sends the same twice.
create table deliveries (
  key text collate "C" primary key,
  received_at timestamptz(3) not null
);

create table settings (
  key text primary key,
  value jsonb not null
);
