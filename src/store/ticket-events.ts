import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import { type EventRow, eventFromRow } from './event-rows.ts';
import type { Horizon } from './events.ts';
import type { Schema } from './schema.ts';
import { ticketTypes } from './ticket-key.ts';

/** Every event about tickets from an instant on, within a horizon, in the order in which they happened. */
export async function readTicketEvents(
  database: Kysely<Schema>,
  since: Date,
  { asOf, knownAt }: Horizon,
): Promise<StoredEvent[]> {
  const { rows } = await sql<EventRow>`select * from events
    where type in ${ticketTypes} and at >= ${since} and at <= ${asOf} and seq <= ${knownAt}
    order by at, seq`.execute(database);
  return rows.map(eventFromRow);
}

/**
 * The same of tickets alone whose last event is not their end. One that was only filed away after its end is among them.
 */
export async function readOpenTicketEvents(
  database: Kysely<Schema>,
  since: Date,
  { asOf, knownAt }: Horizon,
): Promise<StoredEvent[]> {
  const { rows } = await sql<EventRow>`
    with told as (
      select account_id, payload->>'ticketId' as ticket, type, at, seq from events
      where type in ${ticketTypes} and at >= ${since} and at <= ${asOf} and seq <= ${knownAt}),
    last as (
      select distinct on (account_id, ticket) account_id, ticket, type from told
      order by account_id, ticket, at desc, seq desc)
    select e.* from told
    join last on last.account_id = told.account_id and last.ticket = told.ticket
    join events e on e.seq = told.seq
    where last.type <> 'ticket.resolved' order by e.at, e.seq`.execute(database);
  return rows.map(eventFromRow);
}
