import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import type { Usage } from '../domain/rollup.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import { type EventRow, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';

/**
 * Who used which feature on which day, from a day on; of earlier use the last day of each user and feature, with 0 uses.
 * Sessions are left out.
 */
export async function readFeatureUse(
  database: Kysely<Schema>,
  account: string,
  from: UtcDay,
): Promise<Omit<Usage, 'account'>[]> {
  const { rows } = await sql<Omit<Usage, 'account'>>`
    select user_id as "user", feature, day, uses from usage_days
      where account_id = ${account} and feature <> '' and day >= ${from}::date
    union all
    select user_id, feature, max(day), 0 from usage_days
      where account_id = ${account} and feature <> '' and day < ${from}::date group by user_id, feature
    order by 1, 2, 3`.execute(database);
  return rows;
}

/** What each user does at an account, as their latest event that told it. */
export async function readUserRoles(database: Kysely<Schema>, account: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ user: string; role: string }>`
    select distinct on (user_id) user_id as "user", dimensions->>'role' as role from events
    where account_id = ${account} and user_id is not null and jsonb_exists(dimensions, 'role')
    order by user_id, at desc, seq desc`.execute(database);
  return new Map(rows.map(({ user, role }) => [user, role]));
}

/** An account's records of some types up to an instant, in the order of time. */
export async function readRecordsOfTypes(
  database: Kysely<Schema>,
  account: string,
  types: readonly string[],
  span: { from: Date; to: Date },
): Promise<StoredEvent[]> {
  const { rows } = await sql<EventRow>`select * from events
    where account_id = ${account} and type = any(${[...types]}::text[]) and at >= ${span.from} and at <= ${span.to}
    order by at, seq`.execute(database);
  return rows.map(eventFromRow);
}
