import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import type { Moment } from '../domain/moment.ts';
import { type EventRow, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';

/** What is asked of one account: the latest events of some types between two instants. */
export interface WantedEvidence {
  account: string;
  types: readonly string[];
  since: Date;
  /** Absent = up to the moment that is asked about. */
  until?: Date | undefined;
}

/** Probes of one statement; more would make the planner read whole tables instead. */
const batch = 500;

/**
 * The latest events for each of many wishes, newest first over all types: `latestEvents` for many accounts at once.
 * @param limit - how many of each type
 * @returns in the order of the wishes
 */
export async function latestEvidence(
  database: Kysely<Schema>,
  wanted: readonly WantedEvidence[],
  { asOf, knownAt }: Moment,
  limit: number,
): Promise<StoredEvent[][]> {
  const found: StoredEvent[][] = wanted.map(() => []);
  for (let start = 0; start < wanted.length; start += batch) {
    const list = wanted.slice(start, start + batch).map((one, index) => ({ ...one, at: start + index }));
    const { rows } = await sql<EventRow & { wish: number }>`
      select w.at as wish, e.* from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
        as w (at integer, account text, types jsonb, since timestamptz, until timestamptz)
      cross join lateral jsonb_array_elements_text(w.types) as t (type)
      cross join lateral (
        select * from events where account_id = w.account collate "C" and type = t.type collate "C"
          and at <= least(${asOf}::timestamptz, w.until) and at >= w.since and seq <= ${knownAt}
        order by at desc, source, event_id limit ${limit}
      ) e order by w.at, e.at desc, e.source, e.event_id`.execute(database);
    for (const { wish, ...row } of rows) found[wish]?.push(eventFromRow(row));
  }
  return found;
}
