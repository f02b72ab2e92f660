-- What people tick on launch checklists; rows are added and never changed, the last word counts.
create table checklist_ticks (
  id bigint generated always as identity primary key,
  account_id text collate "C" not null,
  item text collate "C" not null,
  done boolean not null,
  note text not null,
  by_member text not null,
  at timestamptz(3) not null
);
create index checklist_ticks_by_account on checklist_ticks (account_id, at);
-- Who mends a friction until when, and friction that people noted themselves; the last word counts.
create table friction_notes (
  id bigint generated always as identity primary key,
  account_id text collate "C" not null,
  key text collate "C" not null,
  title text not null,
  owner text,
  ship_on date,
  mended boolean not null,
  by_member text not null,
  at timestamptz(3) not null
);
create index friction_notes_by_account on friction_notes (account_id, at);
-- What was proposed for an onboarding, so that it is proposed once: congratulations, invitations, recoveries.
create table onboarding_proposals (
  account_id text collate "C" not null,
  what text collate "C" not null,
  proposal_id text collate "C" not null references proposals (id),
  at timestamptz(3) not null,
  primary key (account_id, what)
);
-- Each walk over the seven steps, with what it found.
create table execution_walks (
  id bigint generated always as identity primary key,
  account_id text collate "C" not null,
  steps jsonb not null,
  by_member text not null,
  at timestamptz(3) not null
);
create index execution_walks_by_account on execution_walks (account_id, at);
