import { type Kysely, sql } from 'kysely';
import type { ScoreOverride, Sentiment, SentimentValue } from '../domain/judgement.ts';
import type { Schema } from './schema.ts';
import { preparedMark } from './server-connection.ts';

interface Row {
  proposal_id: string;
  score_hundredths: number | null; // null = a sentiment
  sentiment: SentimentValue | null; // null = an override
  reason: string;
  by_member: string;
  by_name: string;
  at: Date;
  until_at: Date;
}

/**
 * The newest override and the newest sentiment of an account that were decided by an instant, in one statement: every
 * question about health asks for them. They may be over.
 */
export async function latestJudgements(
  database: Kysely<Schema>,
  account: string,
  by: Date,
): Promise<{ overrides: ScoreOverride[]; sentiments: Sentiment[] }> {
  const { rows } = await sql<Row>`${sql.raw(preparedMark('latest_judgements'))}
    (select proposal_id, score_hundredths, null::text as sentiment, reason, by_member, by_name, starts_at as at, until_at
      from score_overrides where account_id = ${account} and starts_at <= ${by}
      order by starts_at desc, proposal_id desc limit 1)
    union all
    (select proposal_id, null::integer, sentiment, reason, by_member, by_name, at, until_at
      from sentiments where account_id = ${account} and at <= ${by}
      order by at desc, proposal_id desc limit 1)`.execute(database);
  const overrides: ScoreOverride[] = [];
  const sentiments: Sentiment[] = [];
  for (const row of rows) {
    const { score_hundredths: hundredths, sentiment: value } = row;
    const judgement = {
      proposalId: row.proposal_id,
      account,
      reason: row.reason,
      by: { id: row.by_member, name: row.by_name },
      at: row.at,
      until: row.until_at,
    };
    if (hundredths !== null) overrides.push({ ...judgement, hundredths });
    if (value !== null) sentiments.push({ ...judgement, value });
  }
  return { overrides, sentiments };
}
