import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Chunk } from '../domain/indexed-knowledge.ts';
import { copyRows } from './copy.ts';
import { allowed, type DocumentFilter } from './knowledge-filter.ts';
import type { Schema } from './schema.ts';

/** Numbers of a stored vector. */
export const vectorDimensions = 512;

/** A passage with its vector; one of zeros, or none, is near nothing. */
export interface NewChunk extends Chunk {
  vector: Float32Array | null;
}

/** A passage of some document. */
export interface StoredPassage extends Chunk {
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
const candidates = 40;

/**
 * Puts these passages in the place of a document's earlier ones.
 * @param encoder - who made the vectors; null = there are none
 * @throws {RangeError} when a vector has more than 512 numbers, or one that is none
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
    ...(vector && hasDirection(vector) ? [vectorText(vector), encoder] : [null, null]),
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

/** What is looked for. */
export interface NearestQuery {
  vector: Float32Array;
  /** Who made the vector; passages of others are not looked at. */
  encoder: string;
  filter: DocumentFilter;
  limit: number;
}

/**
 * The passages that may answer and are nearest to a question, the nearest first. What the filter refuses does not
 * count: it takes nobody's place. A vector of zeros is near nothing.
 */
export async function nearestChunks(database: Kysely<Schema>, query: NearestQuery): Promise<NearPassage[]> {
  if (!hasDirection(query.vector)) return [];
  const search = async (connection: Kysely<Schema>): Promise<NearPassage[]> => {
    if ((await prepareWalk(connection, query)) <= comparedAtMost) return await compareAll(connection, query);
    const found = await nearest(connection, query, sql`c.embedding <#> ${vectorText(query.vector)}::vector`);
    // The walk gives up after some thousands that the filter refuses.
    return found.length < query.limit ? await compareAll(connection, query) : found;
  };
  return database.isTransaction ? await search(database) : await database.connection().execute(search);
}

/** Compares every passage that may answer. */
export async function compareAll(database: Kysely<Schema>, query: NearestQuery): Promise<NearPassage[]> {
  // The sum keeps the planner from taking the index, which is not exact.
  return await nearest(database, query, sql`(c.embedding <#> ${vectorText(query.vector)}::vector) + 0`);
}

/** Tells this connection how to walk the index. @returns how many passages may answer */
async function prepareWalk(connection: Kysely<Schema>, { filter, limit }: NearestQuery): Promise<number> {
  const kept = String(Math.min(1_000, Math.max(candidates, limit * 2)));
  // In one statement with the count: a question pays for every trip to the database.
  const { rows } = await sql<{ chunks: number }>`
    select coalesce(sum(d.chunk_count), 0)::bigint as chunks,
      set_config('hnsw.iterative_scan', 'relaxed_order', false), set_config('hnsw.ef_search', ${kept}, false)
    from knowledge_documents d where ${allowed(filter)}`.execute(connection);
  return rows[0]?.chunks ?? 0;
}

async function nearest(
  database: Kysely<Schema>,
  { encoder, filter, limit }: NearestQuery,
  distance: RawBuilder<unknown>,
): Promise<NearPassage[]> {
  const { rows } = await sql<NearPassage>`
    with near as materialized (
      select ${passageColumns}, ${distance} as distance
      from knowledge_chunks c join knowledge_documents d on d.id = c.document_id
      where c.encoder = ${encoder} and ${allowed(filter)}
      order by distance limit ${limit}
    ) select "documentId", ordinal, heading, text, start, "end", -distance as similarity
    from near order by distance, "documentId", ordinal`.execute(database);
  return rows;
}

const passageColumns = sql.raw(
  'c.document_id as "documentId", c.ordinal, c.heading, c.text, c.starts_at as start, c.ends_at as "end"',
);

/** A text that says nothing has a vector of zeros. */
function hasDirection(vector: Float32Array): boolean {
  return vector.some((number) => number !== 0);
}

/**
 * A vector as the database reads it, of length 1 and filled up with zeros; one of zeros stays as it is.
 * @throws {RangeError} when it has more than 512 numbers, or one that is none
 */
export function vectorText(vector: Float32Array): string {
  const length = Math.hypot(...vector);
  if (vector.length > vectorDimensions || !Number.isFinite(length))
    throw new RangeError(`a vector of ${vector.length} numbers and length ${length} cannot be kept`);
  const numbers = Array.from(vector, (number) => (number / (length || 1)).toPrecision(9));
  const zeros = Array<string>(vectorDimensions - vector.length).fill('0');
  return `[${[...numbers, ...zeros].join(',')}]`;
}
