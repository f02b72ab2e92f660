import { type Kysely, sql } from 'kysely';
import { longestPauseMs } from './outbox.ts';
import type { Schema } from './schema.ts';

/** How far events, audit and the histories of alerts have come: the same text as long as nothing was added to them. */
export async function readChangeMark(database: Kysely<Schema>): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat_ws(' ', (select last_seq from ingest_sequence), (select max(seq) from audit),
      (select max(id) from alert_notes)) as mark`.execute(database);
  return rows[0]?.mark ?? '';
}

/**
 * What is on its way to the outside.
 * @returns `next`: the first instant after `now` at which something may come due; null = none. What is held back by a
 * switch, or has no connector here, is waiting and has none.
 */
export async function effectsAhead(
  database: Kysely<Schema>,
  now: Date,
): Promise<{ next: Date | null; waiting: number }> {
  const { rows } = await sql<{ next: Date | null; waiting: number }>`
    select min(d.at) filter (where d.at > ${now}) as next, count(*)::integer as waiting
    from (select case when o.state = 'queued' then greatest(o.next_at, l.free_at) else o.leased_until end as at
      from outbox o left join outbox_lanes l on l.lane = o.lane
        and l.free_at <= ${new Date(now.getTime() + longestPauseMs)}) d`.execute(database);
  return rows[0] ?? { next: null, waiting: 0 };
}

/** When the first clock of a proposal strikes; null = none runs */
export async function nextProposalTimer(database: Kysely<Schema>): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`select min(timer_at) as at from proposals`.execute(
    database,
  );
  return rows[0]?.at ?? null;
}
