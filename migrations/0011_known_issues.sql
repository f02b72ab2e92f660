-- What ties customers' records to known issues, and what was made of it.

-- One row. Its lock orders the passes that match new records; the digest says with which knowledge.
create table issue_matching (
  only_row boolean primary key default true check (only_row),
  matched_seq bigint not null,
  knowledge_digest text not null
);
insert into issue_matching (matched_seq, knowledge_digest) values (0, '');

create table issue_links (
  issue_id text collate "C" not null,
  seq bigint not null,
  account_id text collate "C" not null,
  method text not null check (method in ('signature', 'pattern', 'fingerprint', 'text', 'person')),
  confidence_percent integer not null check (confidence_percent between 0 and 100),
  state text not null check (state in ('suggested', 'counted', 'confirmed', 'rejected')),
  auto boolean not null,
  reason text not null,
  fingerprint text collate "C",
  decided_by text collate "C",
  decided_at timestamptz(3),
  primary key (issue_id, seq)
);
create index issue_links_by_record on issue_links (seq);
create index issue_links_by_fingerprint on issue_links (account_id, issue_id, fingerprint) where fingerprint is not null;

-- How each issue stood at the last look, and since when.
create table issue_standings (
  issue_id text collate "C" primary key,
  -- What the knowledge said at the last reading; a person's word holds until the knowledge says something new.
  read_status text not null,
  read_fixed_in text,
  status text not null check (status in ('open', 'fixed', 'superseded')),
  fixed_in text,
  turn integer not null,
  by_member text collate "C" not null,
  at timestamptz(3) not null
);

-- Who was told what: once per issue, turn of its status, and account.
create table issue_notices (
  issue_id text collate "C" not null,
  turn integer not null,
  account_id text collate "C" not null,
  proposal_id text collate "C" not null,
  at timestamptz(3) not null,
  primary key (issue_id, turn, account_id)
);

-- A ticket is asked for by its number.
create index events_by_ticket on events ((payload->>'ticketId')) where type = 'ticket.created';

-- Priorities and tags that a ticket's words speak for, and what people made of them.
create table triage_suggestions (
  seq bigint not null,
  account_id text collate "C" not null,
  ticket_id text not null,
  field text not null check (field in ('priority', 'tag')),
  value text collate "C" not null,
  confidence_percent integer not null check (confidence_percent between 0 and 100),
  reason text not null,
  rule_ids jsonb not null,
  made_at timestamptz(3) not null,
  proposal_id text collate "C",
  -- By hand, where nobody waited for the proposal: what it should have been; null = nobody said
  corrected_to text,
  corrected_by text collate "C",
  corrected_at timestamptz(3),
  primary key (seq, field, value)
);
create index triage_suggestions_open on triage_suggestions (seq) where proposal_id is null;

-- What people say of a ticket and an earlier one: about the same, or not.
create table ticket_links (
  seq bigint not null,
  other_seq bigint not null,
  state text not null check (state in ('confirmed', 'rejected')),
  confidence_percent integer not null check (confidence_percent between 0 and 100),
  by_member text collate "C" not null,
  at timestamptz(3) not null,
  primary key (seq, other_seq)
);

-- Who was told that an article which they called wrong was corrected: once per answer and person.
create table article_fixes_told (
  answer_id text collate "C" not null,
  by_member text collate "C" not null,
  proposal_id text collate "C" not null,
  at timestamptz(3) not null,
  primary key (answer_id, by_member)
);
