-- Risks, opportunities and actions with owner, due date and next review; what happened to them; and walks over them.
create table register_entries (
  id text collate "C" primary key,
  -- What it was made of, such as the key of an alert's matter; null = of what a person had in mind
  matter text collate "C",
  kind text not null,
  account_id text collate "C",
  owner text collate "C",
  state text not null,
  due_on date,
  next_review_on date not null,
  alerts text[] not null,
  revision integer not null,
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  -- domain/register.ts
  body jsonb not null
);
-- A matter has one open entry, however many processes look and people press.
create unique index register_entries_by_matter on register_entries (matter) where matter is not null and state = 'open';
create index register_entries_open on register_entries (next_review_on, id) where state = 'open';
create index register_entries_by_account on register_entries (account_id, state);
create index register_entries_by_end on register_entries (ended_at) where ended_at is not null;
create index register_entries_by_alert on register_entries using gin (alerts);

-- Added, never changed.
create table register_notes (
  id bigint generated always as identity primary key,
  entry_id text collate "C" not null references register_entries (id),
  at timestamptz(3) not null,
  by_member text collate "C",
  what text not null,
  detail jsonb not null
);
create index register_notes_by_entry on register_notes (entry_id, id);
create index register_notes_by_time on register_notes (at);

create table register_reviews (
  id text collate "C" primary key,
  by_member text collate "C",
  at timestamptz(3) not null,
  scope text not null,
  entries jsonb not null
);
create index register_reviews_by_time on register_reviews (at);
