import { type Kysely, type Selectable, sql } from 'kysely';
import type {
  IndexedDocument,
  IndexedKind,
  IssueStatus,
  SourceDocument,
} from '../domain/indexed-knowledge.ts';
import type { Audience } from '../domain/knowledge.ts';
import { allowed, type DocumentFilter, versionParts } from './knowledge-filter.ts';
import type { Schema } from './schema.ts';

/** A document as it is written: what the source gave, and what was made of it. */
export interface NewDocument extends SourceDocument {
  id: string;
  source: string;
  contentHash: string;
  indexedWith: string;
  chunks: number;
  fetchedAt: Date;
  indexedAt: Date;
}

/** What the index knows of a document without reading it. */
export interface DocumentState {
  id: string;
  key: string;
  contentHash: string;
  indexedWith: string;
}

/**
 * Stores a document in the place of its earlier version. A share was for the text that somebody had seen: it ends
 * when the text changes.
 */
export async function writeDocument(database: Kysely<Schema>, document: NewDocument): Promise<void> {
  const values = {
    id: document.id,
    source: document.source,
    key: document.key,
    kind: document.kind,
    title: document.title,
    body: document.body,
    audience: document.audience,
    regions: document.regions && [...document.regions],
    product_area: document.productArea,
    status: document.status,
    versions_from: versionParts(document.versions.from),
    versions_to: versionParts(document.versions.to),
    account_id: document.account,
    url: document.url,
    updated_at: document.updatedAt,
    meta: JSON.stringify({ ...document.meta, versions: document.versions }),
    content_hash: document.contentHash,
    indexed_with: document.indexedWith,
    chunk_count: document.chunks,
    fetched_at: document.fetchedAt,
    indexed_at: document.indexedAt,
  };
  const keepsShare = sql<boolean>`knowledge_documents.content_hash = excluded.content_hash`;
  await database
    .insertInto('knowledge_documents')
    .values({ ...values, shared_by: null, shared_at: null })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        ...values,
        shared_by: sql`case when ${keepsShare} then knowledge_documents.shared_by end`,
        shared_at: sql`case when ${keepsShare} then knowledge_documents.shared_at end`,
      }),
    )
    .execute();
}

/** What is indexed of a source. */
export async function listDocumentStates(database: Kysely<Schema>, source: string): Promise<DocumentState[]> {
  const rows = await database
    .selectFrom('knowledge_documents')
    .select(['id', 'key', 'content_hash', 'indexed_with'])
    .where('source', '=', source)
    .orderBy('key')
    .execute();
  return rows.map(({ id, key, content_hash, indexed_with }) => ({
    id,
    key,
    contentHash: content_hash,
    indexedWith: indexed_with,
  }));
}

/** Removes documents with their passages. */
export async function removeDocuments(database: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  await sql`delete from knowledge_documents where id = any(${[...ids]}::text[])`.execute(database);
}

/** The documents that may answer, by source and id. @param limit - at most so many */
export async function listDocuments(
  database: Kysely<Schema>,
  filter: DocumentFilter,
  limit: number,
): Promise<IndexedDocument[]> {
  const { rows } = await sql<Selectable<Schema['knowledge_documents']>>`
    select d.* from knowledge_documents d where ${allowed(filter)} order by d.source, d.id limit ${limit}`.execute(
    database,
  );
  return rows.map(documentFromRow);
}

/** How many documents and passages may answer. */
export async function countKnowledge(
  database: Kysely<Schema>,
  filter: DocumentFilter,
): Promise<{ documents: number; chunks: number }> {
  const { rows } = await sql<{ documents: number; chunks: number }>`
    select count(*) as documents, coalesce(sum(d.chunk_count), 0)::bigint as chunks
    from knowledge_documents d where ${allowed(filter)}`.execute(database);
  return rows[0] ?? { documents: 0, chunks: 0 };
}

/** One document with its text, whoever may read it; null = there is none. The caller checks who asks. */
export async function findDocument(
  database: Kysely<Schema>,
  id: string,
): Promise<(IndexedDocument & { body: string }) | null> {
  const row = await database
    .selectFrom('knowledge_documents')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? { ...documentFromRow(row), body: row.body } : null;
}

/**
 * Lets every account have a solved ticket.
 * @param contentHash - of the text that the member saw; another text is not shared by it
 * @returns whether it is shared now
 */
export async function shareDocument(
  database: Kysely<Schema>,
  { id, contentHash, by, at }: { id: string; contentHash: string; by: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('knowledge_documents')
    .set({ shared_by: by, shared_at: at })
    .where('id', '=', id)
    .where('content_hash', '=', contentHash)
    .where('account_id', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Gives a shared ticket back to its own account alone. @returns whether it was shared */
export async function unshareDocument(database: Kysely<Schema>, id: string): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('knowledge_documents')
    .set({ shared_by: null, shared_at: null })
    .where('id', '=', id)
    .where('shared_by', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** A document as it lies in the table. */
export function documentFromRow(row: Selectable<Schema['knowledge_documents']>): IndexedDocument {
  const { versions, ...meta } = row.meta as { versions: SourceDocument['versions'] } & Record<
    string,
    unknown
  >;
  return {
    id: row.id,
    source: row.source,
    key: row.key,
    title: row.title,
    meta,
    versions,
    kind: row.kind as IndexedKind,
    audience: row.audience as Audience,
    regions: row.regions,
    productArea: row.product_area,
    status: row.status as IssueStatus | null,
    account: row.account_id,
    sharedBy: row.shared_by,
    url: row.url,
    updatedAt: row.updated_at,
    contentHash: row.content_hash,
    chunks: row.chunk_count,
    fetchedAt: row.fetched_at,
    indexedAt: row.indexed_at,
  };
}
