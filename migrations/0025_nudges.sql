-- What was decided about nudges. A turn is a nudge that went to the door, or that was held out to be observed; never changed.
create table nudge_turns (
  account_id text collate "C" not null,
  user_id text collate "C" not null,
  nudge_id text collate "C" not null,
  decided_at timestamptz(3) not null,
  outcome text not null check (outcome in ('proposed', 'held_out')),
  reason text not null,
  -- Null = it did not have to wait for its hour.
  deferred_at timestamptz(3),
  proposal_id text collate "C" references proposals (id),
  primary key (account_id, user_id, nudge_id, decided_at),
  check ((outcome = 'proposed') = (proposal_id is not null))
);

-- The nudge that waits for its hour: one a person, which holds that person's turn.
create table nudge_deferrals (
  account_id text collate "C" not null,
  user_id text collate "C" not null,
  nudge_id text collate "C" not null,
  deferred_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  reason text not null,
  primary key (account_id, user_id)
);
create index nudge_deferrals_due on nudge_deferrals (due_at);

-- People who want no nudges, at whatever account they work.
create table nudge_opt_outs (
  user_id text collate "C" primary key,
  by_member text collate "C" not null,
  at timestamptz(3) not null
);
