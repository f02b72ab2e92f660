-- What Holdfast knows, from wherever it was read: documents, and the passages of them that can be found and cited.
-- Filters before ranking need an index that goes on until enough has passed them.
do $$ begin if (select string_to_array(extversion, '.')::integer[] from pg_extension where extname = 'vector') < array[0, 8] then raise exception 'pgvector 0.8 or newer is needed'; end if; end $$;

create table knowledge_documents (
  id text collate "C" primary key,
  source text collate "C" not null,
  key text collate "C" not null,
  kind text not null check (kind in ('known-issue', 'macro', 'runbook', 'product', 'solved-ticket')),
  title text not null,
  body text not null,
  audience text not null check (audience in ('customer', 'internal')),
  -- null = everywhere
  regions text[],
  product_area text,
  status text check (status in ('open', 'fixed', 'superseded')),
  -- Whole numbers, so that 4.9 is before 4.40. null = since ever, or to this day
  versions_from integer[],
  versions_to integer[],
  -- Whose ticket it was; such a document serves nobody else until a member shared it.
  account_id text collate "C",
  shared_by text collate "C",
  shared_at timestamptz(3),
  url text,
  updated_at timestamptz(3),
  meta jsonb not null,
  content_hash text not null,
  -- How it was cut and who made its vectors; another way means doing it again.
  indexed_with text collate "C" not null,
  chunk_count integer not null,
  fetched_at timestamptz(3) not null,
  indexed_at timestamptz(3) not null,
  unique (source, key),
  check (kind <> 'solved-ticket' or account_id is not null),
  check ((shared_by is null) = (shared_at is null))
);

create table knowledge_chunks (
  document_id text collate "C" not null references knowledge_documents (id) on delete cascade,
  ordinal integer not null,
  heading text not null,
  text text not null,
  -- UTF-16 code units of the document's body
  starts_at integer not null,
  ends_at integer not null,
  -- Of length 1, or null where there is no encoder. Shorter ones are filled up with zeros, which changes no product.
  embedding vector(512),
  -- Who made the vector: those of different encoders are never compared.
  encoder text collate "C",
  primary key (document_id, ordinal),
  check ((embedding is null) = (encoder is null))
);
-- Beside the row and not behind a pointer: a scan that compares every vector takes half the time.
alter table knowledge_chunks alter column embedding set storage plain;
create index knowledge_chunks_nearest on knowledge_chunks using hnsw (embedding vector_ip_ops);

-- One row for each source that was ever read.
create table knowledge_sources (
  name text collate "C" primary key,
  settings text not null,
  -- What the source wants to remember for the next reading; null = read everything.
  mark jsonb,
  -- Grows with every reading: of two at once, the later one to end knows that its mark may be too old.
  revision integer not null,
  read_at timestamptz(3) not null,
  -- Why the last reading failed; null = it did not.
  failure text,
  problems jsonb not null
);
