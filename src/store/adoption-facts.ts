import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import type { Usage } from '../domain/rollup.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import { type EventRow, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';

/**
 * Who used which feature of which account on which day, from a day on; of earlier use the last day of each user and feature,
 * with 0 uses. Sessions are left out.
 */
export async function readFeatureUse(
  database: Kysely<Schema>,
  accounts: readonly string[],
  from: UtcDay,
): Promise<Map<string, Usage[]>> {
  const ids = sql`any(${[...accounts]}::text[])`;
  const { rows } = await sql<Usage>`
    select account_id as account, user_id as "user", feature, day, uses from usage_days
      where account_id = ${ids} and feature <> '' and day >= ${from}::date
    union all
    select account_id, user_id, feature, max(day), 0 from usage_days
      where account_id = ${ids} and feature <> '' and day < ${from}::date group by account_id, user_id, feature
    order by 1, 2, 3, 4`.execute(database);
  return Map.groupBy(rows, ({ account }) => account);
}

/** What each user does at each of these accounts, as their latest event that told it; by account, then user. */
export async function readUserRoles(
  database: Kysely<Schema>,
  accounts: readonly string[],
): Promise<Map<string, Map<string, string>>> {
  const { rows } = await sql<{ account: string; user: string; role: string }>`
    select distinct on (account_id, user_id) account_id as account, user_id as "user", dimensions->>'role' as role
    from events where account_id = any(${[...accounts]}::text[]) and user_id is not null
      and jsonb_exists(dimensions, 'role')
    order by account_id, user_id, at desc, seq desc`.execute(database);
  const byAccount = Map.groupBy(rows, ({ account }) => account);
  return new Map(
    [...byAccount].map(([account, told]) => [account, new Map(told.map(({ user, role }) => [user, role]))]),
  );
}

/** The records of some types of each of these accounts in a time, in the order of time; by account. */
export async function readRecordsOfTypes(
  database: Kysely<Schema>,
  accounts: readonly string[],
  types: readonly string[],
  span: { from: Date; to: Date },
): Promise<Map<string, StoredEvent[]>> {
  const { rows } = await sql<EventRow>`select * from events
    where account_id = any(${[...accounts]}::text[]) and type = any(${[...types]}::text[])
      and at >= ${span.from} and at <= ${span.to}
    order by at, seq`.execute(database);
  return Map.groupBy(rows.map(eventFromRow), ({ event }) => event.account);
}
