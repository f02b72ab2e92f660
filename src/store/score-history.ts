import { type Kysely, sql } from 'kysely';
import type { UtcDay } from '../domain/utc-day.ts';
import type { Schema } from './schema.ts';

/** A past day's score as it follows from what is known now. */
export interface HistoryScore {
  day: UtcDay;
  hundredths: number | null; // null = not one component was known
  band: string | null; // null = no score
}

/** The kept scores of some days. @param basis - scorer and profiles; scores of another basis do not count */
export async function readHistory(
  database: Kysely<Schema>,
  account: string,
  days: readonly UtcDay[],
  basis: string,
): Promise<HistoryScore[]> {
  if (days.length === 0) return [];
  return await database
    .selectFrom('score_history')
    .select(['day', 'score_hundredths as hundredths', 'band'])
    .where('account_id', '=', account)
    .where('basis', '=', basis)
    .where('day', 'in', [...days])
    .execute();
}

/**
 * Keeps computed scores, unless something was received since they were computed: then they may be out of date
 * already, and the next question computes them again.
 * @param knownAt - the sequence number that the scores stand on
 */
export async function writeHistory(
  database: Kysely<Schema>,
  account: string,
  scores: readonly HistoryScore[],
  basis: string,
  knownAt: number,
): Promise<void> {
  if (scores.length === 0) return;
  await sql`insert into score_history (account_id, day, basis, score_hundredths, band)
    select ${account}, n.day, ${basis}, n.hundredths, n.band
    from jsonb_to_recordset(${JSON.stringify(scores)}::jsonb) as n (day date, hundredths integer, band text),
      (select 1 from ingest_sequence where last_seq = ${knownAt} for share skip locked) as unchanged
    on conflict do nothing`.execute(database);
}

/** Forgets scores that stand on another scorer or other profiles. */
export async function forgetOtherBases(database: Kysely<Schema>, basis: string): Promise<void> {
  await database.deleteFrom('score_history').where('basis', '<>', basis).execute();
}

/** Forgets scores from a day on, in the transaction that stores what they did not know. */
export async function forgetHistory(
  database: Kysely<Schema>,
  touched: readonly { account: string; fromDay: UtcDay }[],
): Promise<void> {
  if (touched.length === 0) return;
  const accounts = touched.map((touch) => touch.account);
  const days = touched.map((touch) => touch.fromDay);
  await sql`delete from score_history h
    using unnest(${accounts}::text[], ${days}::text[]::date[]) as t (account_id, from_day)
    where h.account_id = t.account_id collate "C" and h.day >= t.from_day`.execute(database);
}
