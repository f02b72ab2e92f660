-- The message that a note was made of: its name, so that it is noted once, whose it was, and where it stands.
alter table account_notes add column source_key text collate "C";
alter table account_notes add column source_author text;
alter table account_notes add column source_url text;
create unique index account_notes_by_source on account_notes (source_key) where source_key is not null;
