-- Files about all customers belong to no account: what they are of, a month or a digest, is their subject.
alter table artifacts add column subject text collate "C";
update artifacts set subject = account_id;
alter table artifacts alter column subject set not null;
alter table artifacts alter column account_id drop not null;
-- Versions count for each kind and subject.
alter table artifacts drop constraint artifacts_account_id_kind_version_format_key;
alter table artifacts add unique (kind, subject, version, format);
create index artifacts_by_account on artifacts (account_id, made_at);
