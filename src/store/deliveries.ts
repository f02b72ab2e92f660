import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

const keptHours = 24;

/** Notes a delivery. One statement that one caller wins: true = the first time, false = a redelivery. */
export async function noteDelivery(database: Kysely<Schema>, key: string, now: Date): Promise<boolean> {
  const result = await database
    .insertInto('deliveries')
    .values({ key, received_at: now })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Forgets deliveries that no platform repeats any more. */
export async function forgetDeliveries(database: Kysely<Schema>, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptHours * 3_600_000);
  await database.deleteFrom('deliveries').where('received_at', '<', before).execute();
}
