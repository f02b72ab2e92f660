-- Clicks and forms that decide something, kept before the platform hears that they arrived. What has no done_at was
-- interrupted and is answered again at the next start.
create table clicks (
  key text collate "C" primary key,
  request jsonb not null,
  received_at timestamptz(3) not null,
  done_at timestamptz(3)
);
create index clicks_open on clicks (received_at) where done_at is null;
create index clicks_done on clicks (done_at) where done_at is not null;
