import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import { type EventRow, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';
import { ticketKeyOf } from './ticket-key.ts';

/** The record that last said one thing about an account's contract. */
export interface ContractRecord {
  account: string;
  key: string;
  seq: number;
}

/**
 * Which records said what is known of some accounts' contracts: the latest with each key.
 * @param asOf - what happened later is left out; absent = nothing is
 */
export async function latestContractRecords(
  database: Kysely<Schema>,
  accounts: readonly string[],
  keys: readonly string[],
  knownAt: number,
  asOf?: Date,
): Promise<ContractRecord[]> {
  if (accounts.length === 0 || keys.length === 0) return [];
  const { rows } = await sql<ContractRecord>`
    select a.id as account, k.key, e.seq from unnest(${[...accounts]}::text[]) as a (id)
    cross join unnest(${[...keys]}::text[]) as k (key)
    cross join lateral (
      select seq from events where account_id = a.id collate "C" and type = 'contract.updated'
        and jsonb_exists(payload, k.key) and seq <= ${knownAt} and at <= ${asOf ?? 'infinity'}
      order by at desc, seq desc limit 1
    ) e order by 1, 2`.execute(database);
  return rows;
}

/** Which of these tickets are open, by the latest record about each that is known. */
export async function openTicketsAmong(
  database: Kysely<Schema>,
  tickets: readonly { account: string; ticketId: string }[],
  knownAt: number,
): Promise<{ account: string; ticketId: string }[]> {
  if (tickets.length === 0) return [];
  const { rows } = await sql<{ account: string; ticketId: string }>`
    select t.account, t."ticketId"
    from jsonb_to_recordset(${JSON.stringify(tickets)}::jsonb) as t (account text, "ticketId" text)
    cross join lateral (
      select type from events where account_id = t.account collate "C"
        and type in ('ticket.created', 'ticket.updated', 'ticket.resolved')
        and payload->>'ticketId' = t."ticketId" and seq <= ${knownAt} order by at desc, seq desc limit 1
    ) e where e.type <> 'ticket.resolved' order by 1, 2`.execute(database);
  return rows;
}

/**
 * The records that opened a ticket, of whatever account: two sources may use one number. At most ten: those whose id is
 * written so, then those whose id is the same but for case, width and leading zeros; of each the oldest first.
 */
export async function findTicketRecords(database: Kysely<Schema>, ticketId: string): Promise<StoredEvent[]> {
  if (ticketId.includes('\u0000')) return []; // no ticket has such an id, and the database refuses it
  const { rows } = await sql<EventRow>`select * from events
    where type = 'ticket.created'
      and ${ticketKeyOf(sql`payload->>'ticketId'`)} = ${ticketKeyOf(sql`${ticketId}::text`)}
    order by payload->>'ticketId' = ${ticketId} desc, seq limit 10`.execute(database);
  return rows.map(eventFromRow);
}
