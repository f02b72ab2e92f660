import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Whether a ticket of an account is open, by the latest thing heard of it; null = nothing was heard of it */
export async function findTicketState(
  database: Kysely<Schema>,
  account: string,
  ticketId: string,
): Promise<'open' | 'resolved' | null> {
  if (ticketId.includes('\u0000')) return null; // no ticket has such an id, and the database refuses it
  const { rows } = await sql<{ type: string }>`select type from events where account_id = ${account}
    and type in ('ticket.created', 'ticket.updated', 'ticket.resolved') and payload->>'ticketId' = ${ticketId}
    order by at desc, seq desc limit 1`.execute(database);
  if (!rows[0]) return null;
  return rows[0].type === 'ticket.resolved' ? 'resolved' : 'open';
}
