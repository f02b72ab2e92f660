import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import type { Moment } from '../domain/moment.ts';
import { activityDays, type DayActivity } from '../domain/rule-subject.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import { type EventRow, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';

interface ActivityRow {
  account: string;
  ages: number[];
  actions: number[];
  errors: number[];
  tickets: number[];
  urgent: number[];
  sponsor: number[];
}

/** What is counted fits into an integer; a day with more than this is no day of people. */
const mostPerDay = 1_000_000_000;

/**
 * The days with anything in the year up to a day, the latest first, as the stored rollups have them.
 * @returns by account; one without any such day is absent
 */
export async function readActivity(
  database: Kysely<Schema>,
  accounts: readonly string[],
  day: UtcDay,
): Promise<Map<string, DayActivity[]>> {
  const list = (column: string) =>
    sql.raw(`array_agg(least(r.${column}, ${mostPerDay})::integer order by r.day desc)`);
  const { rows } = await sql<ActivityRow>`
    select r.account_id as account, array_agg(${day}::date - r.day order by r.day desc) as ages,
      ${list('actions')} as actions, ${list('errors')} as errors, ${list('tickets_created')} as tickets, ${list('tickets_urgent')} as urgent,
      ${list('sponsor_touches')} as sponsor
    from rollups r
    where r.account_id = any(${[...accounts]}::text[]) and r.day <= ${day}::date and r.day > ${day}::date - ${activityDays}::integer
      and (r.actions > 0 or r.errors > 0 or r.tickets_created > 0 or r.sponsor_touches > 0)
    group by r.account_id`.execute(database);
  return new Map(rows.map((row) => [row.account, toDays(row)]));
}

function toDays({ ages, actions, errors, tickets, urgent, sponsor }: ActivityRow): DayActivity[] {
  return ages.map((age, index) => ({
    age,
    actions: actions[index] ?? 0,
    errors: errors[index] ?? 0,
    tickets: tickets[index] ?? 0,
    urgent: urgent[index] ?? 0,
    sponsor: sponsor[index] ?? 0,
  }));
}

/** The events of some types that several accounts sent up to an instant, oldest first, by account. */
export async function readEventsOf(
  database: Kysely<Schema>,
  accounts: readonly string[],
  types: readonly string[],
  moment: Moment & { since: Date },
): Promise<Map<string, StoredEvent[]>> {
  const { rows } = await sql<EventRow>`select * from events
    where account_id = any(${[...accounts]}::text[]) and type = any(${[...types]}::text[])
      and at >= ${moment.since} and at <= ${moment.asOf} and seq <= ${moment.knownAt}
    order by at, seq`.execute(database);
  const byAccount = new Map<string, StoredEvent[]>();
  for (const row of rows) {
    const stored = eventFromRow(row);
    const known = byAccount.get(stored.event.account);
    if (known) known.push(stored);
    else byAccount.set(stored.event.account, [stored]);
  }
  return byAccount;
}

/** The days from which on the first work of an account's people is asked for. */
export interface FirstUseWindow {
  account: string;
  since: Date;
}

/**
 * The first event of some types of every named user of several accounts, from an instant of each account on, oldest first.
 * @returns by account; one without any is absent
 */
export async function readFirstUses(
  database: Kysely<Schema>,
  windows: readonly FirstUseWindow[],
  types: readonly string[],
  moment: Moment,
): Promise<Map<string, { seq: number; at: Date }[]>> {
  if (windows.length === 0) return new Map();
  const list = JSON.stringify(windows.map(({ account, since }) => ({ id: account, since })));
  const { rows } = await sql<{ account: string; seq: number; at: Date }>`
    select account, seq, at from (
      select distinct on (e.account_id, e.user_id) e.account_id as account, e.seq, e.at
      from jsonb_to_recordset(${list}::jsonb) as w (id text, since timestamptz)
      join events e on e.account_id = w.id collate "C" and e.type = any(${[...types]}::text[]) and e.at >= w.since
      where e.user_id is not null and e.at <= ${moment.asOf} and e.seq <= ${moment.knownAt}
      order by e.account_id, e.user_id, e.at, e.seq
    ) f order by at, seq`.execute(database);
  return Map.groupBy(
    rows.map(({ account, seq, at }) => ({ account, seq, at })),
    ({ account }) => account,
  );
}
