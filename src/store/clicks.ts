import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** A deciding click as it was kept; `request` is the adapter's, as JSON. */
export interface KeptClickRow {
  key: string;
  request: unknown;
  receivedAt: Date;
}

const keptHours = 24;

/** Keeps a click until it is done. One statement that one caller wins: false = it is known already. */
export async function keepClick(
  database: Kysely<Schema>,
  key: string,
  request: unknown,
  now: Date,
): Promise<boolean> {
  const result = await database
    .insertInto('clicks')
    .values({ key, request: JSON.stringify(request), received_at: now, done_at: null })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Notes that a click was answered; the first time counts. */
export async function markClickDone(database: Kysely<Schema>, key: string, now: Date): Promise<void> {
  await database
    .updateTable('clicks')
    .set({ done_at: now })
    .where('key', '=', key)
    .where('done_at', 'is', null)
    .execute();
}

/** Clicks that were kept and never answered, oldest first. @param prefix - of their keys */
export async function listOpenClicks(database: Kysely<Schema>, prefix: string): Promise<KeptClickRow[]> {
  const rows = await database
    .selectFrom('clicks')
    .select(['key', 'request', 'received_at'])
    .where('done_at', 'is', null)
    .orderBy('received_at')
    .orderBy('key')
    .execute();
  return rows
    .filter(({ key }) => key.startsWith(prefix))
    .map(({ key, request, received_at }) => ({ key, request, receivedAt: received_at }));
}

/** Forgets answered clicks that no platform repeats any more. */
export async function forgetClicks(database: Kysely<Schema>, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptHours * 3_600_000);
  await database.deleteFrom('clicks').where('done_at', '<', before).execute();
}
