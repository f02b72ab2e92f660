import { type Kysely, sql } from 'kysely';
import { sealerActor } from '../domain/audit.ts';
import type { SealHead } from './audit-seals.ts';
import type { Schema } from './schema.ts';

/** A signed statement of what the chain was, as it is kept. */
export interface CheckpointRow {
  seq: number;
  hash: Uint8Array;
  at: Date;
  keyId: string;
  signature: Uint8Array;
  /** The signed text. */
  body: string;
}

/** What decides whether a new checkpoint is due. */
export interface CheckpointFacts {
  head: SealHead | null; // null = nothing is sealed
  last: { seq: number; at: Date } | null; // null = there is none yet
  /** Sealed entries since the last one that the sealer did not write itself; counted up to `countTo`. */
  newEntries: number;
}

/** @param countTo - more new entries than this are not counted */
export async function readCheckpointFacts(
  database: Kysely<Schema>,
  countTo: number,
): Promise<CheckpointFacts> {
  const head = await database
    .selectFrom('audit_seals')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const last = await database
    .selectFrom('audit_checkpoints')
    .select(['seq', 'at'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!head || head.seq === last?.seq) return { head: head ?? null, last: last ?? null, newEntries: 0 };
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from audit_seals join audit on audit.seq = audit_seals.entry
      where audit_seals.seq > ${last?.seq ?? 0} and audit.actor <> ${sealerActor} limit ${countTo}
    ) as fresh`.execute(database);
  return { head, last: last ?? null, newEntries: rows[0]?.count ?? 0 };
}

/** Keeps a checkpoint. */
export async function writeCheckpoint(database: Kysely<Schema>, checkpoint: CheckpointRow): Promise<void> {
  const { keyId, ...rest } = checkpoint;
  await database
    .insertInto('audit_checkpoints')
    .values({ ...rest, key_id: keyId })
    .execute();
}

/** Every checkpoint that is kept, oldest first. */
export async function readCheckpoints(database: Kysely<Schema>): Promise<CheckpointRow[]> {
  const rows = await database.selectFrom('audit_checkpoints').selectAll().orderBy('seq').execute();
  return rows.map(({ key_id, ...rest }) => ({ ...rest, keyId: key_id }));
}

/** The newest checkpoint; null = there is none. */
export async function readLastCheckpoint(database: Kysely<Schema>): Promise<CheckpointRow | null> {
  const row = await database
    .selectFrom('audit_checkpoints')
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const { key_id: keyId, ...rest } = row;
  return { ...rest, keyId };
}
