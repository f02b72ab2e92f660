-- The policies: every set of files that was ever in force, so that a restart with a broken file finds the last good one.

create table policy_versions (
  -- First 16 hexadecimal digits of the digest over schema, file names and texts.
  id text primary key,
  -- Grows each time one comes into force; the highest was the last. Clocks can be set back.
  turn integer not null,
  loaded_at timestamptz(3) not null,
  files jsonb not null
);
