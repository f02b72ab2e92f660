-- Which account a thread, or a direct chat, was last about: "and why?" asks on.
create table conversations (
  key text collate "C" primary key,
  account_id text collate "C" not null,
  at timestamptz(3) not null
);
create index conversations_by_time on conversations (at);
