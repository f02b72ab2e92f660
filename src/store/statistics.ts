import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Tells the planner how large the tables have become. The embedded engine has no background process that does, and a
 * server's may be minutes away after a large import.
 */
export async function refreshStatistics(database: Kysely<Schema>): Promise<void> {
  await sql`analyze events, event_keys, rollups, usage_days, accounts`.execute(database);
}
