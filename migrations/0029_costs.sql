-- The morning's books ask what happened since a day ago.
create index alert_notes_by_time on alert_notes (at);
-- Who does what at an account is told by few events.
create index events_by_role on events (account_id, user_id, at desc, seq desc)
  where user_id is not null and jsonb_exists(dimensions, 'role');
-- The revision of its alert when that was written last, so that what keeps cards up to date, every two seconds, looks at
-- those alone that changed. The highest number there is = not settled: the alert may be written at the same moment.
alter table alert_posts add column alert_revision integer not null default 2147483647;
create index alert_posts_behind on alert_posts (alert_id) where alert_revision > revision;
-- What the clock asked for and policy refused: it is asked again a day later, or under other policies. A digest says what.
create table proposal_refusals (
  what text collate "C" primary key,
  policy_version text not null,
  at timestamptz(3) not null
);
