-- Signing in to the console. What somebody could sign in with is kept as its SHA-256 alone.
create table console_links (
  token_hash text collate "C" primary key,
  member_id text collate "C" not null,
  made_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  -- Null = nobody has used it
  used_at timestamptz(3)
);

create table console_sessions (
  token_hash text collate "C" primary key,
  member_id text collate "C" not null,
  -- link or oidc
  way text not null,
  began_at timestamptz(3) not null,
  expires_at timestamptz(3) not null
);
create index console_sessions_by_end on console_sessions (expires_at);

-- A sign-in that went to the provider and has not come back.
create table console_sign_ins (
  state_hash text collate "C" primary key,
  nonce text not null,
  verifier text not null,
  return_to text not null,
  expires_at timestamptz(3) not null
);

-- Questions about the portfolio that a member gave a name.
create table saved_views (
  member_id text collate "C" not null,
  name text collate "C" not null,
  query text not null,
  saved_at timestamptz(3) not null,
  primary key (member_id, name)
);
