import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Passage } from '../domain/indexed-knowledge.ts';
import { copyRows } from './copy.ts';
import { countKnowledge } from './knowledge-documents.ts';
import { allowed, type DocumentFilter } from './knowledge-filter.ts';
import type { Schema } from './schema.ts';

/** Numbers of a stored vector. */
export const vectorDimensions = 512;

/** A passage with its vector, or without one where there is no encoder. */
export interface NewChunk extends Passage {
  vector: Float32Array | null;
}

/** A passage of some document. */
export interface StoredPassage extends Passage {
  documentId: string;
}

/** A passage near a question. */
export interface NearPassage extends StoredPassage {
  /** Cosine, −1 to 1; comparable among vectors of one encoder. */
  similarity: number;
}

/** Up to so many passages every one is compared: as fast as the index, and exact. */
const comparedAtMost = 2_000;
/** How many candidates the index keeps while it walks; more finds more and takes longer. */
const candidates = 100;

/**
 * Puts these passages in the place of a document's earlier ones.
 * @param encoder - who made the vectors; null = there are none
 * @throws {RangeError} when a vector has more than 512 numbers or no length
 */
export async function writeChunks(
  database: Kysely<Schema>,
  documentId: string,
  chunks: readonly NewChunk[],
  encoder: string | null,
): Promise<void> {
  await database.deleteFrom('knowledge_chunks').where('document_id', '=', documentId).execute();
  const columns = [
    'document_id',
    'ordinal',
    'heading',
    'text',
    'starts_at',
    'ends_at',
    'embedding',
    'encoder',
  ];
  const rows = chunks.map(({ ordinal, heading, text, start, end, vector }) => [
    ...[documentId, ordinal, heading, text, start, end],
    ...(vector ? [vectorText(vector), encoder] : [null, null]),
  ]);
  await copyRows(database, 'knowledge_chunks', columns, rows);
}

/** The passages of some documents, in order. */
export async function readPassages(
  database: Kysely<Schema>,
  documentIds: readonly string[],
): Promise<StoredPassage[]> {
  const { rows } = await sql<StoredPassage>`
    select ${passageColumns} from knowledge_chunks c
    where c.document_id = any(${[...documentIds]}::text[]) order by c.document_id, c.ordinal`.execute(
    database,
  );
  return rows;
}

/**
 * The passages that may answer and are nearest to a question, the nearest first. What the filter refuses does not
 * count: it takes nobody's place.
 * @param encoder - who made the question's vector; passages of others are not looked at
 */
export async function nearestChunks(
  database: Kysely<Schema>,
  { vector, encoder, filter, limit }: NearestQuery,
): Promise<NearPassage[]> {
  const { chunks } = await countKnowledge(database, filter);
  if (chunks <= comparedAtMost) return await compareAll(database, { vector, encoder, filter, limit });
  const found = await walkIndex(database, { vector, encoder, filter, limit });
  // The walk gives up after some thousands that the filter refuses.
  return found.length < limit ? await compareAll(database, { vector, encoder, filter, limit }) : found;
}

/** What is looked for. */
export interface NearestQuery {
  vector: Float32Array;
  encoder: string;
  filter: DocumentFilter;
  limit: number;
}

/** Compares every passage that may answer. */
export async function compareAll(database: Kysely<Schema>, query: NearestQuery): Promise<NearPassage[]> {
  // The sum keeps the planner from taking the index, which is not exact.
  const distance = sql`((c.embedding <#> ${vectorText(query.vector)}::vector) + 0)`;
  return await nearest(database, query, distance);
}

async function walkIndex(database: Kysely<Schema>, query: NearestQuery): Promise<NearPassage[]> {
  const distance = sql`(c.embedding <#> ${vectorText(query.vector)}::vector)`;
  const walk = async (transaction: Kysely<Schema>): Promise<NearPassage[]> => {
    const kept = String(Math.min(1_000, Math.max(candidates, query.limit * 2)));
    await sql`select set_config('hnsw.iterative_scan', 'relaxed_order', true),
      set_config('hnsw.ef_search', ${kept}, true)`.execute(transaction);
    return await nearest(transaction, query, distance);
  };
  return database.isTransaction ? await walk(database) : await database.transaction().execute(walk);
}

async function nearest(
  database: Kysely<Schema>,
  { encoder, filter, limit }: NearestQuery,
  distance: RawBuilder<unknown>,
): Promise<NearPassage[]> {
  const { rows } = await sql<NearPassage>`
    with near as materialized (
      select ${passageColumns}, -${distance} as similarity
      from knowledge_chunks c join knowledge_documents d on d.id = c.document_id
      where c.encoder = ${encoder} and ${allowed(filter)}
      order by ${distance} limit ${limit}
    ) select * from near order by similarity desc, "documentId", ordinal`.execute(database);
  return rows;
}

const passageColumns = sql.raw(
  'c.document_id as "documentId", c.ordinal, c.heading, c.text, c.starts_at as start, c.ends_at as "end"',
);

/** A vector of length 1 as the database reads it, filled up with zeros. */
function vectorText(vector: Float32Array): string {
  const length = Math.hypot(...vector);
  if (vector.length > vectorDimensions || !(length > 0 && Number.isFinite(length)))
    throw new RangeError(`a vector of ${vector.length} numbers and length ${length} cannot be kept`);
  const numbers = Array.from(vector, (number) => (number / length).toPrecision(9));
  const zeros = Array<string>(vectorDimensions - vector.length).fill('0');
  return `[${[...numbers, ...zeros].join(',')}]`;
}
