-- The workspaces that installed our Slack app. Tokens are sealed with a key outside of the database.
create table slack_installations (
  team_id text collate "C" primary key,
  team_name text,
  app_id text,
  bot_user_id text,
  sealed bytea not null,
  -- null = the token is good until it is revoked
  expires_at timestamptz(3),
  -- Grows with every token.
  revision integer not null,
  -- Until then one process alone renews the token.
  renewing_until timestamptz(3),
  installed_at timestamptz(3) not null
);
