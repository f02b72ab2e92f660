-- Alerts, what happened to them, and where their cards are; what watches accounts; and the lanes of the outbox.

create table alerts (
  id text collate "C" primary key,
  account_id text collate "C" not null,
  kind text not null,
  rule text collate "C" not null,
  state text not null check (state in ('open', 'acknowledged', 'snoozed', 'closed')),
  severity text not null check (severity in ('critical', 'high', 'medium', 'low')),
  quiet boolean not null,
  owner text collate "C",
  assignee text collate "C",
  opened_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  revision integer not null,
  -- The end of a snooze.
  snoozed_until timestamptz(3),
  escalated boolean not null,
  -- All of domain/alert.ts; the columns beside it are what is searched by.
  body jsonb not null
);
create unique index alerts_open on alerts (account_id, kind, rule) where state <> 'closed';
create index alerts_by_account on alerts (account_id, opened_at);
create index alerts_by_state on alerts (state, opened_at);
create index alerts_by_rule on alerts (rule, opened_at);

create table alert_notes (
  id bigint generated always as identity primary key,
  alert_id text collate "C" not null,
  at timestamptz(3) not null,
  by_member text,
  what text not null,
  detail jsonb not null
);
create index alert_notes_by_alert on alert_notes (alert_id, id);

-- Where an alert's card is. The proposal that posts it is written in the same transaction.
create table alert_posts (
  alert_id text collate "C" primary key,
  proposal_id text collate "C" not null,
  channel text not null,
  posted_at timestamptz(3) not null,
  -- The card under which this one hangs; null = it stands by itself.
  head text,
  -- Of the alert, as the card shows it.
  revision integer not null
);
create index alert_posts_by_time on alert_posts (channel, posted_at);

-- The one message that stands for many alerts of an hour.
create table alert_floods (
  proposal_id text collate "C" primary key,
  channel text not null,
  at timestamptz(3) not null
);

-- Which accounts were watched, and how far what is known of them has been looked at.
create table account_watches (
  account_id text collate "C" primary key,
  known_at bigint not null,
  watched_at timestamptz(3) not null
);

-- Effects of one lane go out one after the other, a second apart: a chat channel takes no more.
alter table outbox add column lane text;
create index outbox_by_lane on outbox (lane, state) where lane is not null;
create table outbox_lanes (
  lane text collate "C" primary key,
  free_at timestamptz(3) not null
);

create table member_settings (
  member_id text collate "C" not null,
  name text not null,
  value jsonb not null,
  at timestamptz(3) not null,
  primary key (member_id, name)
);
