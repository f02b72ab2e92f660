-- Policy files that were changed through the door. They lie over the files of the same name, on every process.
create table policy_changes (
  proposal_id text collate "C" primary key,
  turn bigint generated always as identity,
  file text not null,
  content text not null,
  by_member text not null,
  at timestamptz(3) not null
);
