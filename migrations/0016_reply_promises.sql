-- What a proposed reply promises that nothing on record does, and who is named to have agreed: it stands on its card.
create table reply_promises (
  proposal_id text collate "C" primary key references proposals (id),
  promises jsonb not null,
  agreed_by text not null
);
