import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Keeps a configuration for good. @returns whether it is new */
export async function addConfiguration(
  database: Kysely<Schema>,
  id: string,
  body: unknown,
  now: Date,
): Promise<boolean> {
  const result = await database
    .insertInto('configurations')
    .values({ id, loaded_at: now, body: JSON.stringify(body) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** A configuration that was in force once; null = there was none with this id. */
export async function readConfiguration(database: Kysely<Schema>, id: string): Promise<unknown> {
  const row = await database
    .selectFrom('configurations')
    .select('body')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.body ?? null;
}
