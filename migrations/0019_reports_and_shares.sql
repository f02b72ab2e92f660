-- Whom we told that an article of theirs was called wrong.
create table article_reports_told (
  answer_id text collate "C" not null,
  by_member text collate "C" not null,
  proposal_id text collate "C" not null,
  at timestamptz(3) not null,
  primary key (answer_id, by_member)
);

-- What of an answer was proposed to be shown in a channel: a second click finds the first.
create table answer_shares (
  answer_id text collate "C" not null,
  channel text not null,
  proposal_id text collate "C" not null,
  primary key (answer_id, channel)
);
