-- What a proposed reply promises: what its macro or its passages say too, and what nothing on record says, with who is named
-- to have agreed. Anything else that a later text of it promises is nobody's.
create table reply_promises (
  proposal_id text collate "C" primary key references proposals (id),
  founded jsonb not null,
  promises jsonb not null,
  agreed_by text not null
);
