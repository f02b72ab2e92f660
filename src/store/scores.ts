import { type Kysely, sql } from 'kysely';
import { startOfDay, utcDayOf } from '../domain/utc-day.ts';
import type { Schema } from './schema.ts';

/** A score as it was computed once, with everything that a replay needs. */
export interface StoredScore {
  account: string;
  asOf: Date;
  knownAt: number;
  profileId: string;
  profileVersion: string;
  scorer: string;
  scoreHundredths: number | null; // null = not one component was known
  band: string | null; // null = no score
  /** The canonical bytes of the answer. */
  body: string;
  computedAt: Date;
}

/** Stores scores; a second computation for the same instant replaces the first. */
export async function writeScores(database: Kysely<Schema>, scores: readonly StoredScore[]): Promise<void> {
  if (scores.length === 0) return;
  const list = scores.map((score) => ({
    account_id: score.account,
    as_of: score.asOf,
    known_seq: score.knownAt,
    profile_id: score.profileId,
    profile_version: score.profileVersion,
    scorer_version: score.scorer,
    score_hundredths: score.scoreHundredths,
    band: score.band,
    body: score.body,
    computed_at: score.computedAt,
  }));
  await sql`insert into health_scores
    select account_id, as_of, known_seq, profile_id, profile_version, scorer_version, score_hundredths, band, body, computed_at
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as n (account_id text, as_of timestamptz, known_seq bigint,
      profile_id text, profile_version text, scorer_version text, score_hundredths integer, band text, body text, computed_at timestamptz)
    on conflict (account_id, as_of) do update set known_seq = excluded.known_seq, profile_id = excluded.profile_id,
      profile_version = excluded.profile_version, scorer_version = excluded.scorer_version,
      score_hundredths = excluded.score_hundredths, band = excluded.band, body = excluded.body, computed_at = excluded.computed_at`.execute(
    database,
  );
}

/**
 * Stores those scores that say something else than the last one that is stored of their account, and the first of each
 * day. What is left out follows from the events again.
 */
export async function keepChangedScores(
  database: Kysely<Schema>,
  scores: readonly StoredScore[],
): Promise<void> {
  const [first] = scores;
  if (!first) return;
  const { rows } = await sql<{ account: string; told: string }>`
    select n.id as account, ${told} as told
    from unnest(${scores.map(({ account }) => account)}::text[]) as n (id) cross join lateral (
      select * from health_scores h where h.account_id = n.id collate "C" and h.as_of <= ${first.asOf}
      order by h.as_of desc limit 1) s
    where s.as_of >= ${startOfDay(utcDayOf(first.asOf))}`.execute(database);
  const before = new Map(rows.map((row) => [row.account, row.told]));
  await writeScores(
    database,
    scores.filter((score) => before.get(score.account) !== toldBy(score)),
  );
}

/** What makes two scores the same: everything but when, and by which facts. */
const told = sql`concat_ws(' ', coalesce(s.score_hundredths::text, '-'), coalesce(s.band, '-'), s.profile_id,
  s.profile_version, s.scorer_version)`;

function toldBy({ scoreHundredths, band, profileId, profileVersion, scorer }: StoredScore): string {
  return [scoreHundredths ?? '-', band ?? '-', profileId, profileVersion, scorer].join(' ');
}

/**
 * Removes old scores of some accounts that say what the one before them says, and all but the last of each day; the newest
 * of an account stays.
 * @param before - what is newer than this instant stays
 * @returns how many were removed
 */
export async function thinScores(
  database: Kysely<Schema>,
  accounts: readonly string[],
  before: Date,
): Promise<number> {
  const { rows } = await sql<{ removed: number }>`
    with every as (
      select account_id, as_of, ${told} as told,
        (as_of at time zone 'UTC')::date = (lead(as_of) over w at time zone 'UTC')::date as is_early,
        lead(as_of) over w is null as is_newest
      from health_scores s where account_id = any(${[...accounts]}::text[])
      window w as (partition by account_id order by as_of)),
    days as (
      select account_id, as_of, is_newest, told = lag(told) over (partition by account_id order by as_of) as is_same
      from every where is_early is not true),
    gone as (
      delete from health_scores h using (
        select account_id, as_of from every where is_early
        union all select account_id, as_of from days where is_same and not is_newest) t
      where h.account_id = t.account_id and h.as_of = t.as_of and h.as_of < ${before}
      returning 1)
    select count(*)::integer as removed from gone`.execute(database);
  return rows[0]?.removed ?? 0;
}

/** The stored scores of an account since an instant, oldest first. */
export async function readScores(
  database: Kysely<Schema>,
  account: string,
  since: Date,
): Promise<StoredScore[]> {
  const rows = await database
    .selectFrom('health_scores')
    .selectAll()
    .where('account_id', '=', account)
    .where('as_of', '>=', since)
    .orderBy('as_of')
    .execute();
  return rows.map((row) => ({
    account: row.account_id,
    asOf: row.as_of,
    knownAt: row.known_seq,
    profileId: row.profile_id,
    profileVersion: row.profile_version,
    scorer: row.scorer_version,
    scoreHundredths: row.score_hundredths,
    band: row.band,
    body: row.body,
    computedAt: row.computed_at,
  }));
}
