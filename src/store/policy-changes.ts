import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** A policy file as it was last changed through the door. */
export interface PolicyChange {
  file: string;
  content: string;
}

/** Keeps a change; of one file the latest counts, the earlier ones stay. Idempotent by proposal. */
export async function addPolicyChange(
  transaction: Kysely<Schema>,
  change: PolicyChange & { proposalId: string; by: string; at: Date },
): Promise<void> {
  const { proposalId, file, content, by, at } = change;
  await transaction
    .insertInto('policy_changes')
    .values({ proposal_id: proposalId, file, content, by_member: by, at })
    .onConflict((conflict) => conflict.column('proposal_id').doNothing())
    .execute();
}

/** The latest content of every file that was changed. */
export async function listPolicyChanges(database: Kysely<Schema>): Promise<PolicyChange[]> {
  const { rows } = await sql<PolicyChange>`select distinct on (file) file, content from policy_changes
    order by file, turn desc`.execute(database);
  return rows;
}

/** Grows with every change. */
export async function countPolicyChanges(database: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from policy_changes`.execute(database);
  return rows[0]?.n ?? 0;
}
