-- What every run of a job came to. The queue itself lives in a schema of its own, which its library lays out.

create table job_runs (
  name text collate "C" not null,
  -- The instant that the run stands for; by hand, the instant at which it was asked for.
  slot timestamptz(3) not null,
  origin text not null check (origin in ('clock', 'hand', 'simulated')),
  outcome text not null check (outcome in ('running', 'done', 'failed', 'first seen')),
  -- How often it was begun; whoever began it last may say how it ended.
  attempts integer not null,
  started_at timestamptz(3) not null,
  finished_at timestamptz(3),
  -- What it gave, as JSON, or why it failed
  detail text,
  primary key (name, slot, origin)
);
