import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import type { Moment } from '../domain/moment.ts';
import { type EventRow, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';
import { ticketTypes } from './ticket-key.ts';

/** Every event about tickets from an instant on, within a moment, in the order in which they happened. */
export async function readTicketEvents(
  database: Kysely<Schema>,
  since: Date,
  { asOf, knownAt }: Moment,
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
  { asOf, knownAt }: Moment,
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

/**
 * Whether anything about tickets, or of contracts, was received after a number and up to another. Reads what came in
 * between alone.
 */
export async function hasTicketNews(database: Kysely<Schema>, after: number, upTo: number): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from events
    where seq > ${after} and seq <= ${upTo}
      and (type in ${ticketTypes} or type in ('contract.updated', 'seat.changed'))) as found`.execute(
    database,
  );
  return rows[0]?.found ?? true;
}

/** The first instant ahead at which a stored event about a ticket happens; null = none lies ahead */
export async function nextTicketEventAt(database: Kysely<Schema>, now: Date): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`select min(at) as at from events
    where type in ${ticketTypes} and at > ${now}`.execute(database);
  return rows[0]?.at ?? null;
}
