import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * What was heard of a ticket of an account, by the latest event about it; `elsewhere` = another account has it.
 * Null = nothing was heard of it
 */
export async function findTicketState(
  database: Kysely<Schema>,
  account: string,
  ticketId: string,
): Promise<'open' | 'resolved' | 'elsewhere' | null> {
  if (ticketId.includes('\u0000')) return null; // no ticket has such an id, and the database refuses it
  const { rows } = await sql<{ type: string }>`select type from events where account_id = ${account}
    and type in ('ticket.created', 'ticket.updated', 'ticket.resolved') and payload->>'ticketId' = ${ticketId}
    order by at desc, seq desc limit 1`.execute(database);
  if (rows[0]) return rows[0].type === 'ticket.resolved' ? 'resolved' : 'open';
  const others =
    await sql`select 1 from events where type in ('ticket.created', 'ticket.updated', 'ticket.resolved')
    and payload->>'ticketId' = ${ticketId} limit 1`.execute(database);
  return others.rows.length > 0 ? 'elsewhere' : null;
}

/** Whether an account ever sent an event of this user, or about this job. */
export async function hasHeardOf(
  database: Kysely<Schema>,
  account: string,
  of: { user: string } | { job: string },
): Promise<boolean> {
  const name = 'user' in of ? of.user : of.job;
  if (name.includes('\u0000')) return false; // nothing has such a name, and the database refuses it
  const fits = 'user' in of ? sql`user_id = ${name}` : sql`type = 'job.retry' and payload->>'job' = ${name}`;
  const { rows } = await sql`select 1 from events where account_id = ${account} and ${fits} limit 1`.execute(
    database,
  );
  return rows.length > 0;
}
