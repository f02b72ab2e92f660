import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';
import { ticketKeyOf, ticketTypes } from './ticket-key.ts';

/**
 * What was heard of a ticket of an account, by the latest event about it; `elsewhere` = another account has it.
 * Null = nothing was heard of it. An id that is written so comes before one that is the same but for case, width and
 * leading zeros, and among those the account's own before another's.
 */
export async function findTicketState(
  database: Kysely<Schema>,
  account: string,
  ticketId: string,
): Promise<'open' | 'resolved' | 'elsewhere' | null> {
  if (ticketId.includes('\u0000')) return null; // no ticket has such an id, and the database refuses it
  const { rows } = await sql<{ type: string; isOwn: boolean }>`
    select type, account_id = ${account} as "isOwn" from events
    where type in ${ticketTypes}
      and ${ticketKeyOf(sql`payload->>'ticketId'`)} = ${ticketKeyOf(sql`${ticketId}::text`)}
    order by payload->>'ticketId' = ${ticketId} desc, account_id = ${account} desc, at desc, seq desc
    limit 1`.execute(database);
  const [found] = rows;
  if (!found) return null;
  if (!found.isOwn) return 'elsewhere';
  return found.type === 'ticket.resolved' ? 'resolved' : 'open';
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
