-- Whose owners we told that an article of theirs was called wrong: a report that is corrected names another article.
create table article_reports_told (
  answer_id text collate "C" not null,
  by_member text collate "C" not null,
  document_id text collate "C" not null,
  proposal_id text collate "C" not null,
  at timestamptz(3) not null,
  primary key (answer_id, by_member, document_id)
);

-- What of an answer was proposed to be shown in a channel: a second click finds the first.
create table answer_shares (
  answer_id text collate "C" not null,
  channel text not null,
  proposal_id text collate "C" not null,
  primary key (answer_id, channel)
);
