import { type Kysely, type RawBuilder, sql } from 'kysely';
import {
  type AuditEntry,
  decodeAuditEntry,
  encodeAuditEntry,
  type StoredAuditEntry,
  storableText,
} from '../domain/audit.ts';
import type { Schema } from './schema.ts';

/** An entry as it was read, with its two numbers. */
export type ReadAuditEntry = StoredAuditEntry & {
  /** Given when it was written; ascending, with gaps. */
  entry: number;
  /** Its place in the chain; null = not sealed yet */
  seq: number | null;
};

/** Appends one entry, as below. */
export async function appendAudit(database: Kysely<Schema>, entry: AuditEntry): Promise<void> {
  await appendAudits(database, [entry]);
}

/**
 * Appends entries in their order, in one statement. Called inside the transaction of what they record: if it fails,
 * the change is undone. Writers do not wait for each other; the sealer chains what they wrote.
 */
export async function appendAudits(database: Kysely<Schema>, entries: readonly AuditEntry[]): Promise<void> {
  const parts = appendingAudits(entries);
  if (parts.length > 0) await sql`with ${sql.join(parts)} select 1`.execute(database);
}

/** The parts of a statement that append entries in their order. */
export function appendingAudits(entries: readonly AuditEntry[]): RawBuilder<unknown>[] {
  if (entries.length === 0) return [];
  const encoded = entries.map((entry) => ({ entry, ...encodeAuditEntry(entry) }));
  const rows = encoded.map(({ entry: { at, actor, action, account }, body }) => {
    const about = account === null ? null : storableText(account);
    return sql`(${at}::timestamptz, ${storableText(actor)}::text, ${storableText(action)}::text, ${about}::text, ${body}::bytea)`;
  });
  const personal = encoded
    .flatMap(({ committed }) => committed)
    .map(({ commitment, salt, value }) => sql`(${commitment}::text, ${salt}::bytea, ${value}::text)`);
  return [
    sql`written as (insert into audit (at, actor, action, account_id, body) values ${sql.join(rows)} returning seq)`,
    sql`unsealed as (insert into audit_unsealed (entry) select seq from written)`,
    ...(personal.length === 0
      ? []
      : [sql`kept as (insert into audit_personal (commitment, salt, value) values ${sql.join(personal)})`]),
  ];
}

/** Which entries are asked for. */
export interface AuditFilter {
  account?: string;
  actor?: string;
  /** The whole action, or what it begins with: `decision` finds `decision.refused`. */
  action?: string;
  /** Only entries that were written before this one. */
  before?: number;
  limit: number;
}

/** The newest entries, newest first. An entry whose bytes do not parse is left out here; the verifier names it. */
export async function readAudit(database: Kysely<Schema>, filter: AuditFilter): Promise<ReadAuditEntry[]> {
  let query = database
    .selectFrom('audit')
    .leftJoin('audit_seals', 'audit_seals.entry', 'audit.seq')
    .select(['audit.seq as entry', 'audit_seals.seq as seq', 'audit.body as body'])
    .orderBy('audit.seq', 'desc')
    .limit(filter.limit);
  const { account, actor, action, before } = filter;
  if (account !== undefined) query = query.where('account_id', '=', account);
  if (actor !== undefined) query = query.where('actor', '=', actor);
  if (action !== undefined) query = query.where(sql<boolean>`starts_with(action, ${action})`);
  if (before !== undefined) query = query.where('audit.seq', '<', before);
  const rows = await query.execute();
  return rows.flatMap(({ entry, seq, body }) => {
    const decoded = decodeAuditEntry(body);
    return decoded ? [{ entry, seq, ...decoded }] : [];
  });
}

/** The personal values behind commitments, as far as they are still kept. */
export async function readPersonal(
  database: Kysely<Schema>,
  commitments: readonly string[],
): Promise<Map<string, string>> {
  if (commitments.length === 0) return new Map();
  const rows = await database
    .selectFrom('audit_personal')
    .select(['commitment', 'value'])
    .where('commitment', 'in', [...commitments])
    .execute();
  return new Map(rows.map(({ commitment, value }) => [commitment, value]));
}

/** Erases personal values with their salts. The entries stay as they are, and so does the chain. */
export async function erasePersonal(
  database: Kysely<Schema>,
  commitments: readonly string[],
): Promise<number> {
  if (commitments.length === 0) return 0;
  const [result] = await database
    .deleteFrom('audit_personal')
    .where('commitment', 'in', [...commitments])
    .execute();
  return Number(result?.numDeletedRows ?? 0);
}
