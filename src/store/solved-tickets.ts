import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import { type EventRow, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';
import { ticketTypes } from './ticket-key.ts';

/** Everything about tickets that changed after a sequence number. */
export interface ChangedTickets {
  /** All events of these tickets, in the order in which they happened. */
  events: StoredEvent[];
  /** Up to here nothing is left out. */
  upTo: number;
}

/**
 * The tickets that something was heard of after a sequence number, each with its whole story.
 * @param limit - of the events that are looked at; where more came, `upTo` says where to go on
 */
export async function readChangedTickets(
  database: Kysely<Schema>,
  after: number,
  limit: number,
): Promise<ChangedTickets> {
  const { rows: ends } = await sql<{ seen: number; last: number }>`
    select count(*) as seen, coalesce(max(seq), 0)::bigint as last from (
      select seq from events where type in ${ticketTypes} and seq > ${after} order by seq limit ${limit}) e`.execute(
    database,
  );
  const { seen = 0, last = 0 } = ends[0] ?? {};
  const { rows: sequence } = await sql<{ last_seq: number }>`select last_seq from ingest_sequence`.execute(
    database,
  );
  if (seen === 0) return { events: [], upTo: sequence[0]?.last_seq ?? after };
  const { rows } = await sql<EventRow>`
    select e.* from (
      select distinct account_id, source, payload->>'ticketId' as ticket from events
      where type in ${ticketTypes} and seq > ${after} and seq <= ${last}) t
    join events e on e.account_id = t.account_id and e.source = t.source
      and e.type in ${ticketTypes} and e.payload->>'ticketId' = t.ticket
    where e.seq <= ${last} order by e.at, e.seq`.execute(database);
  return { events: rows.map(eventFromRow), upTo: last };
}
