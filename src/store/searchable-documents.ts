import { type Kysely, type Selectable, sql } from 'kysely';
import { type DocumentVectors, type StoredDocument, searchable } from '../domain/searchable-document.ts';
import { vectorText } from './knowledge-chunks.ts';
import { documentFromRow } from './knowledge-documents.ts';
import type { Schema } from './schema.ts';

/** What every account may have: everything but the tickets of one that nobody shared. */
const everybodys = sql`(d.account_id is null or d.shared_by is not null)`;

/**
 * Changes when what can answer may have changed: with each reading, each share and its end, each macro that somebody chose, and each
 * article that somebody called wrong.
 */
export async function readKnowledgeMark(database: Kysely<Schema>): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat_ws(' ', count(*), sum(revision), max(read_at),
      (select concat_ws(' ', count(*), max(shared_at)) from knowledge_documents where shared_at is not null),
      (select count(*) from macro_choices),
      (select concat_ws(' ', count(*), max(at)) from answer_verdicts where verdict = 'wrong_article')) as mark
    from knowledge_sources`.execute(database);
  return rows[0]?.mark ?? '';
}

/** Which documents every account may have. */
export async function listSearchable(
  database: Kysely<Schema>,
): Promise<{ id: string; contentHash: string }[]> {
  const { rows } = await sql<{ id: string; contentHash: string }>`
    select d.id, d.content_hash as "contentHash" from knowledge_documents d where ${everybodys} order by d.id`.execute(
    database,
  );
  return rows;
}

/** These documents, as far as every account may have them. @param encoder - whose vectors, and how many numbers they have; null = nobody's */
export async function readSearchable(
  database: Kysely<Schema>,
  ids: readonly string[],
  encoder: { id: string; dimensions: number } | null,
): Promise<StoredDocument[]> {
  type Row = Selectable<Schema['knowledge_documents']> & {
    title_vector: Uint8Array | null;
    text_vector: Uint8Array | null;
  };
  const { rows } = await sql<Row>`
    select d.*, vector_send(v.title) as title_vector, vector_send(v.text) as text_vector
    from knowledge_documents d
    left join document_vectors v on v.document_id = d.id and v.encoder = ${encoder?.id ?? null}::text
    where d.id = any(${[...ids]}::text[]) and ${everybodys} order by d.id`.execute(database);
  return rows.map((row) => {
    const { id, body, title_vector: title, text_vector: text } = row;
    const read = (bytes: Uint8Array): Float32Array => vectorFrom(bytes, encoder?.dimensions ?? 0);
    return {
      document: searchable(id, { ...documentFromRow(row), body }),
      vectors: title && text && { title: read(title), text: read(text) },
    };
  });
}

/** Keeps a document's vectors. @param encoder - who made them */
export async function writeDocumentVectors(
  database: Kysely<Schema>,
  documentId: string,
  { title, text }: DocumentVectors,
  encoder: string,
): Promise<void> {
  await sql`insert into document_vectors (document_id, title, text, encoder)
    values (${documentId}, ${vectorText(title)}::vector, ${vectorText(text)}::vector, ${encoder})
    on conflict (document_id) do update set title = excluded.title, text = excluded.text, encoder = excluded.encoder`.execute(
    database,
  );
}

/** As pgvector sends one: four bytes of its own, then the numbers, four bytes each, the highest first. */
function vectorFrom(bytes: Uint8Array, dimensions: number): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: dimensions }, (_, index) => view.getFloat32(4 + 4 * index));
}
