-- Where Teams has met us: without this nothing can be said there first.
create table teams_places (
  -- The conversation, without the message of a thread
  id text collate "C" primary key,
  kind text not null,
  name text,
  service_url text not null,
  tenant text collate "C" not null,
  at timestamptz(3) not null
);

create table teams_people (
  -- The person in the directory of their company
  user_id text collate "C" not null,
  tenant text collate "C" not null,
  -- The person's name in chats
  chat_id text collate "C" not null,
  -- The chat of the two of us; null = not begun yet
  place text collate "C",
  service_url text not null,
  at timestamptz(3) not null,
  primary key (tenant, user_id)
);

-- Our own messages: Teams cannot be asked what became of one, and gives back no card that was pressed.
create table teams_messages (
  place text collate "C" not null,
  message text collate "C" not null,
  -- Finds a post again; null = an answer to one person
  key text collate "C",
  part integer not null,
  parts integer not null,
  card text not null,
  at timestamptz(3) not null,
  primary key (place, message)
);
create index teams_messages_by_key on teams_messages (key) where key is not null;
create index teams_messages_by_time on teams_messages (at);
