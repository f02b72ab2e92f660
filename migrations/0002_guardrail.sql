-- The door: proposals, what people decided, grants, the outbox, and what stops it.

create table proposals (
  id text collate "C" primary key,
  version integer not null,
  revision integer not null,
  state text not null,
  kind text not null,
  account_id text collate "C",
  connector text not null,
  origin text not null,
  requester text not null,
  digest text not null,
  -- The canonical bytes of the version in force.
  body bytea not null,
  -- The rest of domain/proposal.ts; never digested, never decided from without the columns beside it.
  life jsonb not null,
  proposed_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  -- When the clock next has something to do about it; null = nothing
  timer_at timestamptz(3),
  updated_at timestamptz(3) not null,
  -- Percent points of a concession, for cumulative limits; 0 for other kinds
  percent integer not null,
  -- From when on its card has to be drawn anew; null = the card shows what is
  card_due_at timestamptz(3)
);
create index proposals_by_timer on proposals (timer_at) where timer_at is not null;
create index proposals_by_state on proposals (state, proposed_at);
create index proposals_by_account on proposals (account_id, proposed_at);
create index proposals_with_card_due on proposals (card_due_at) where card_due_at is not null;
create index proposals_by_compensated on proposals ((life->>'compensates')) where life->>'compensates' is not null;
create index proposals_by_batch on proposals ((life->>'batch')) where life->>'batch' is not null;
create index proposals_with_percent on proposals (account_id, proposed_at) where percent > 0;

-- Every version that was ever shown, so that an edit can be read back.
create table proposal_versions (
  proposal_id text collate "C" not null,
  version integer not null,
  digest text not null,
  body bytea not null,
  author text not null,
  written_at timestamptz(3) not null,
  primary key (proposal_id, version)
);

create table action_grants (
  proposal_id text collate "C" primary key,
  version integer not null,
  digest text not null,
  approvers jsonb not null,
  granted_at text not null,
  expires_at text not null,
  mac text not null
);

-- One row per effect on its way. `queued` may be claimed; `claimed` and `calling` belong to the worker with the fence.
create table outbox (
  proposal_id text collate "C" primary key,
  version integer not null,
  state text not null check (state in ('queued', 'claimed', 'calling')),
  kind text not null,
  account_id text collate "C",
  connector text not null,
  origin text not null,
  fence bigint not null,
  attempts integer not null,
  next_at timestamptz(3) not null,
  worker text,
  leased_until timestamptz(3)
);
create index outbox_queued on outbox (next_at) where state = 'queued';
create index outbox_leased on outbox (leased_until) where state <> 'queued';

create table kill_switches (
  scope text collate "C" primary key,
  is_on boolean not null,
  by_member text not null,
  reason text not null,
  at timestamptz(3) not null
);

create table delegations (
  id text collate "C" primary key,
  from_member text collate "C" not null,
  to_member text collate "C" not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  by_member text not null,
  reason text not null,
  revoked_at timestamptz(3)
);
create index delegations_to on delegations (to_member, ends_at);

-- Roles beside the one in members, each with an end.
create table role_grants (
  proposal_id text collate "C" primary key,
  member_id text collate "C" not null,
  role text not null,
  ends_at timestamptz(3)
);
create index role_grants_by_member on role_grants (member_id);

create table autonomy_levels (
  kind text primary key,
  level text not null,
  by_member text not null,
  reason text not null,
  at timestamptz(3) not null
);
-- What people decided about what automation would have done, and what they objected to afterwards.
create table autonomy_observations (
  proposal_id text collate "C" primary key,
  kind text not null,
  as_proposed boolean not null,
  -- False = it ran by itself, and nobody has objected.
  by_person boolean not null,
  at timestamptz(3) not null
);
create index autonomy_by_kind on autonomy_observations (kind, at);

-- Where approval cards are shown, and which revision they show.
create table approval_cards (
  proposal_id text collate "C" primary key,
  platform text not null,
  channel text not null,
  message text not null,
  revision integer not null,
  halted boolean not null,
  reminded boolean not null,
  escalated boolean not null
);
