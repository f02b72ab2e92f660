import { type RawBuilder, sql } from 'kysely';

/** As SQL: the types of events that tell of a ticket. */
export const ticketTypes: RawBuilder<unknown> = sql`('ticket.created', 'ticket.updated', 'ticket.resolved')`;

/**
 * What the id of a ticket comes to, so that two ways to write one ticket are one: compatible forms are joined (full-width
 * letters), case is dropped, and so are the leading zeros of a number. The index `events_by_ticket_key` is on this.
 * @param id - an expression of SQL that is text
 */
export function ticketKeyOf(id: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`regexp_replace(lower(normalize(${id}, NFKC)), '^0+(?=[0-9]+$)', '')`;
}
