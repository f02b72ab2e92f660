-- What the copilot answered, with everything that it stood on: an answer can be read again as it was, whatever has
-- become of the documents.
create table answers (
  id text collate "C" primary key,
  at timestamptz(3) not null,
  -- A member, or the name of an app's token; null = the installation's own terminal.
  asked_by text,
  -- Who reads it: `internal` or `customer`.
  audience text not null,
  account_id text collate "C",
  ticket_id text,
  -- The part of the product that the best document is about.
  topic text,
  question text not null,
  outcome text not null,
  -- Millionths of one: no float decides anything in SQL.
  confidence_micros integer not null,
  answer jsonb not null,
  -- What was found and put before a model, whether cited or not.
  found jsonb not null,
  -- The prompt with its version, the model, what the check of its words said, and what it cost. Null = no model wrote.
  writing jsonb
);
create index answers_by_time on answers (at, id);

-- What people made of an answer. One says one thing once; the last word of each counts.
create table answer_verdicts (
  answer_id text collate "C" not null references answers (id),
  by_member text not null,
  verdict text not null,
  document_id text collate "C",
  note text not null,
  at timestamptz(3) not null,
  primary key (answer_id, by_member)
);
create index answer_verdicts_by_document on answer_verdicts (document_id) where verdict = 'wrong_article';
