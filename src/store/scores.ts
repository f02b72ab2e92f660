import { type Kysely, sql } from 'kysely';
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
