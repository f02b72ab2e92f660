import { type Kysely, sql } from 'kysely';
import type { Alert, AlertNote } from '../domain/alert.ts';
import type { Schema } from './schema.ts';

/** Notes that a member's book of a day is done with; false = it was before. @param proposalId - null = nothing to say */
export async function addBookSent(
  transaction: Kysely<Schema>,
  { member, day, proposalId, at }: { member: string; day: string; proposalId: string | null; at: Date },
): Promise<boolean> {
  const { rows } = await sql`insert into books_sent (member_id, day, proposal_id, at)
    values (${member}, ${day}::date, ${proposalId}, ${at}) on conflict do nothing returning 1`.execute(
    transaction,
  );
  return rows.length > 0;
}

/** When each member's last book was made, and whether that of a day is; by member. */
export async function lastBooks(
  database: Kysely<Schema>,
  day: string,
): Promise<Map<string, { at: Date; isDone: boolean }>> {
  const { rows } = await sql<{ member: string; at: Date; done: boolean }>`
    select member_id as member, max(at) as at, bool_or(day = ${day}::date) as done from books_sent
    group by member_id`.execute(database);
  return new Map(rows.map(({ member, at, done }) => [member, { at, isDone: done }]));
}

/** What happened to the alerts of a member since an instant, the latest first; those known from history left out. */
export async function alertNotesSince(
  database: Kysely<Schema>,
  { member, since, limit }: { member: string; since: Date; limit: number },
): Promise<{ alert: Alert; what: AlertNote['what']; at: Date }[]> {
  const { rows } = await sql<{ body: Alert; what: AlertNote['what']; at: Date }>`
    select a.body, n.what, n.at from alert_notes n join alerts a on a.id = n.alert_id
    where n.at > ${since} and not a.quiet and coalesce(a.assignee, a.owner) = ${member}
      and n.what in ('raised', 'reopened', 'worsened', 'closed')
    order by n.at desc, n.id desc limit ${limit}`.execute(database);
  return rows.map(({ body, what, at }) => ({ alert: body, what, at }));
}

/** The last stored score of each account up to an instant; accounts without one are absent. */
export async function scoresAt(
  database: Kysely<Schema>,
  accounts: readonly string[],
  asOf: Date,
): Promise<Map<string, { hundredths: number | null; band: string | null; asOf: Date; knownAt: number }>> {
  const { rows } = await sql<{
    id: string;
    hundredths: number | null;
    band: string | null;
    at: Date;
    seq: number;
  }>`
    select n.id, s.score_hundredths as hundredths, s.band, s.as_of as at, s.known_seq as seq
    from unnest(${[...accounts]}::text[]) as n (id) cross join lateral (
      select * from health_scores h where h.account_id = n.id collate "C" and h.as_of <= ${asOf}
      order by h.as_of desc limit 1) s`.execute(database);
  return new Map(
    rows.map(({ id, hundredths, band, at, seq }) => [
      id,
      { hundredths, band, asOf: at, knownAt: Number(seq) },
    ]),
  );
}
