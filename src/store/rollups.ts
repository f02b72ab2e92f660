import { type Kysely, sql } from 'kysely';
import type { Rollup, Usage } from '../domain/rollup.ts';
import { counterColumns, rollupRecord, rollupRow, usageRecord, usageRow } from './rollup-columns.ts';
import type { Schema } from './schema.ts';

const addCounters = sql.raw(
  counterColumns.map((column) => `${column} = r.${column} + excluded.${column}`).join(', '),
);

/** Adds counted days to the stored ones. Runs inside the transaction that stores the events. */
export async function addRollups(database: Kysely<Schema>, rollups: readonly Rollup[]): Promise<void> {
  if (rollups.length === 0) return;
  await sql`insert into rollups as r select * from jsonb_to_recordset(${JSON.stringify(rollups.map(rollupRow))}::jsonb) as n (${rollupRecord})
    on conflict (account_id, day) do update set ${addCounters}`.execute(database);
}

/** Adds uses to the stored ones. Runs inside the transaction that stores the events. */
export async function addUsage(database: Kysely<Schema>, usage: readonly Usage[]): Promise<void> {
  if (usage.length === 0) return;
  await sql`insert into usage_days as u select * from jsonb_to_recordset(${JSON.stringify(usage.map(usageRow))}::jsonb) as n (${usageRecord})
    on conflict (account_id, day, user_id, feature) do update set uses = u.uses + excluded.uses`.execute(
    database,
  );
}

/** The daily figures of one account, oldest first: what an evidence page shows. */
export async function readRollups(
  database: Kysely<Schema>,
  account: string,
  from: string,
  to: string,
): Promise<Schema['rollups'][]> {
  return await database
    .selectFrom('rollups')
    .selectAll()
    .where('account_id', '=', account)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .execute();
}
