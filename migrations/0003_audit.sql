-- The audit becomes a chain: each entry is kept as bytes, and a sealer hashes those bytes in one order.

-- What was written before is carried over: its bytes are made here, once.
alter table audit add column body bytea;
alter table audit disable trigger audit_keeps_entries;
update audit set body = convert_to(
  '{"account":' || coalesce(to_json(account_id)::text, 'null') || ',"action":' || to_json(action)::text ||
  ',"actor":' || to_json(actor)::text ||
  ',"at":"' || to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') ||
  '","detail":' || detail::text || ',"personal":{},"v":1}', 'UTF8');
alter table audit enable trigger audit_keeps_entries;
alter table audit alter column body set not null;
alter table audit drop column detail;
create index audit_by_account on audit (account_id, seq);

-- The place of an entry in the chain. Entries get their own number when they are written, possibly at the same time
-- and with gaps; seals are numbered 1, 2, 3 by the one sealer.
create table audit_seals (
  seq bigint primary key,
  entry bigint not null unique,
  hash bytea not null
);

-- What the sealer has yet to do. Filled by the statement that writes the entry.
create table audit_unsealed (
  entry bigint primary key
);
insert into audit_unsealed (entry) select seq from audit;

create table audit_checkpoints (
  seq bigint primary key,
  hash bytea not null,
  at timestamptz(3) not null,
  key_id text not null,
  signature bytea not null,
  -- The signed text.
  body text not null
);

-- The only part that may be erased: an entry holds the commitment, which says nothing without the salt.
create table audit_personal (
  commitment text collate "C" primary key,
  salt bytea not null,
  value text not null
);

create trigger audit_seals_keeps_entries before update or delete on audit_seals for each row execute function refuse_change();
create trigger audit_seals_keeps_all before truncate on audit_seals for each statement execute function refuse_change();
create trigger audit_checkpoints_keeps_entries before update or delete on audit_checkpoints for each row execute function refuse_change();
create trigger audit_checkpoints_keeps_all before truncate on audit_checkpoints for each statement execute function refuse_change();
