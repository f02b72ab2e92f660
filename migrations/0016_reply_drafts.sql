-- What a proposed reply was made of: the macro, whose internal note must never stand in it, and its promises: what the macro or
-- its passages say too, and what nothing on record says, with who is named to have agreed. Whatever else a later text of
-- it promises is nobody's.
create table reply_drafts (
  proposal_id text collate "C" primary key references proposals (id),
  macro_id text collate "C",
  founded jsonb not null,
  promises jsonb not null,
  agreed_by text not null
);
