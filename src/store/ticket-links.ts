import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import { type EventRow, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';

/** A person's word on whether two tickets are about the same. */
export interface TicketLink {
  seq: number;
  /** The earlier one's record. */
  otherSeq: number;
  state: 'confirmed' | 'rejected';
  /** 0–100: how sure the suggestion was; 0 = there was none. */
  confidencePercent: number;
  by: string;
  at: Date;
}

/** The tickets that were opened in a time, of every account, the latest first, at most so many. */
export async function readTickets(
  database: Kysely<Schema>,
  since: Date,
  until: Date,
  limit: number,
): Promise<StoredEvent[]> {
  const { rows } = await sql<EventRow>`select * from events
    where type = 'ticket.created' and at >= ${since} and at <= ${until} order by at desc, seq desc limit ${limit}`.execute(
    database,
  );
  return rows.map(eventFromRow);
}

/** Keeps a person's word; a later one takes the place of an earlier. */
export async function writeTicketLink(database: Kysely<Schema>, link: TicketLink): Promise<void> {
  const said = { state: link.state, by_member: link.by, at: link.at };
  await database
    .insertInto('ticket_links')
    .values({
      seq: link.seq,
      other_seq: link.otherSeq,
      confidence_percent: link.confidencePercent,
      ...said,
    })
    .onConflict((conflict) => conflict.columns(['seq', 'other_seq']).doUpdateSet(said))
    .execute();
}

/** What people said of a ticket and earlier ones. */
export async function listTicketLinks(database: Kysely<Schema>, seq: number): Promise<TicketLink[]> {
  const rows = await database
    .selectFrom('ticket_links')
    .selectAll()
    .where('seq', '=', seq)
    .orderBy('other_seq')
    .execute();
  return rows.map((row) => ({
    seq: row.seq,
    otherSeq: row.other_seq,
    state: row.state as TicketLink['state'],
    confidencePercent: row.confidence_percent,
    by: row.by_member,
    at: row.at,
  }));
}

/** How many suggested duplicates people confirmed and rejected. */
export async function tallyTicketLinks(
  database: Kysely<Schema>,
): Promise<{ confirmed: number; rejected: number }> {
  const { rows } = await sql<{ confirmed: number; rejected: number }>`select
      count(*) filter (where state = 'confirmed')::integer as confirmed,
      count(*) filter (where state = 'rejected')::integer as rejected
    from ticket_links where confidence_percent > 0`.execute(database);
  return rows[0] ?? { confirmed: 0, rejected: 0 };
}
