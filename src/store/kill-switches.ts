import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** A switch that holds effects back. */
export interface KillSwitch {
  /** `all`, `account:ID`, `kind:KIND`, `connector:NAME` or `model`. */
  scope: string;
  on: boolean;
  by: string;
  reason: string;
  at: Date;
}

/** Every switch that was ever touched, by scope. */
export async function listKillSwitches(database: Kysely<Schema>): Promise<KillSwitch[]> {
  const rows = await database.selectFrom('kill_switches').selectAll().orderBy('scope').execute();
  return rows.map(({ scope, is_on, by_member, reason, at }) => ({
    scope,
    on: is_on,
    by: by_member,
    reason,
    at,
  }));
}

/** Turns a switch on or off. */
export async function writeKillSwitch(
  transaction: Kysely<Schema>,
  { scope, on, by, reason, at }: KillSwitch,
): Promise<void> {
  const values = { is_on: on, by_member: by, reason, at };
  await transaction
    .insertInto('kill_switches')
    .values({ scope, ...values })
    .onConflict((conflict) => conflict.column('scope').doUpdateSet(values))
    .execute();
}
