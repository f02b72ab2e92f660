-- A question is compared with a whole document: with its title, and with its title and text. Made when it is indexed, so
-- that no question waits for it.
create table document_vectors (
  document_id text collate "C" primary key references knowledge_documents (id) on delete cascade,
  title vector(512) not null,
  text vector(512) not null,
  -- Who made them: those of different encoders are never compared.
  encoder text collate "C" not null
);
create index knowledge_documents_by_share on knowledge_documents (shared_at) where shared_at is not null;
