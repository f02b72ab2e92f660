import type { Kysely } from 'kysely';
import type { AuditEntry } from '../domain/audit.ts';
import type { Schema } from './schema.ts';

/** Appends one entry. Called inside the transaction of what it records: if it fails, the change is undone. */
export async function appendAudit(database: Kysely<Schema>, entry: AuditEntry): Promise<void> {
  await database
    .insertInto('audit')
    .values({
      at: entry.at,
      actor: entry.actor,
      action: entry.action,
      account_id: entry.account,
      detail: JSON.stringify(entry.detail),
    })
    .execute();
}

/** The newest entries, newest first. */
export async function readAudit(
  database: Kysely<Schema>,
  filter: { account?: string; limit: number },
): Promise<(AuditEntry & { seq: number })[]> {
  let query = database.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(filter.limit);
  if (filter.account !== undefined) query = query.where('account_id', '=', filter.account);
  const rows = await query.execute();
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    action: row.action,
    account: row.account_id,
    detail: row.detail,
  }));
}
