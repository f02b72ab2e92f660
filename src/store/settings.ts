import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** A fact about the installation itself, such as when the demo company was loaded; null = never set. */
export async function readSetting(database: Kysely<Schema>, key: string): Promise<unknown> {
  const row = await database.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value ?? null;
}

/**
 * Reads a fact about the installation, and lets nobody else who locks it go on until the transaction ends; null = never
 * set.
 */
export async function lockSetting(transaction: Kysely<Schema>, key: string): Promise<unknown> {
  await sql`select pg_advisory_xact_lock(hashtext(${`holdfast setting ${key}`}))`.execute(transaction);
  return await readSetting(transaction, key);
}

/** Sets a fact about the installation, or replaces it. */
export async function writeSetting(database: Kysely<Schema>, key: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value);
  await database
    .insertInto('settings')
    .values({ key, value: text })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text }))
    .execute();
}
