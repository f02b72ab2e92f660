-- A reply in the customer's language, kept so that its form opens at once, with what wrote it.
create table reply_translations (
  answer_id text collate "C" not null references answers (id),
  macro_id text collate "C" not null,
  language text not null,
  body text not null,
  writing jsonb not null,
  at timestamptz(3) not null,
  primary key (answer_id, macro_id, language)
);
