-- A conversation may be about a list of accounts: the question that listed them, so that "list them" and "only the red ones" go on.
alter table conversations alter column account_id drop not null;
alter table conversations add column question text;
