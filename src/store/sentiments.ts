import type { Kysely } from 'kysely';
import type { Sentiment, SentimentValue } from '../domain/judgement.ts';
import type { Schema } from './schema.ts';

/**
 * Keeps a sentiment, once per proposal.
 * @returns what is kept: the first one of this proposal
 */
export async function addSentiment(database: Kysely<Schema>, sentiment: Sentiment): Promise<Sentiment> {
  await database
    .insertInto('sentiments')
    .values({
      proposal_id: sentiment.proposalId,
      account_id: sentiment.account,
      sentiment: sentiment.value,
      reason: sentiment.reason,
      by_member: sentiment.by.id,
      by_name: sentiment.by.name,
      at: sentiment.at,
      until_at: sentiment.until,
    })
    .onConflict((conflict) => conflict.column('proposal_id').doNothing())
    .execute();
  const kept = await database
    .selectFrom('sentiments')
    .selectAll()
    .where('proposal_id', '=', sentiment.proposalId)
    .executeTakeFirstOrThrow();
  return sentimentFromRow(kept);
}

/** Every sentiment about an account that was given by an instant, over ones included, newest first. */
export async function listSentiments(
  database: Kysely<Schema>,
  account: string,
  by: Date,
): Promise<Sentiment[]> {
  const rows = await database
    .selectFrom('sentiments')
    .selectAll()
    .where('account_id', '=', account)
    .where('at', '<=', by)
    .orderBy('at', 'desc')
    .orderBy('proposal_id', 'desc')
    .execute();
  return rows.map(sentimentFromRow);
}

function sentimentFromRow(row: Schema['sentiments']): Sentiment {
  return {
    proposalId: row.proposal_id,
    account: row.account_id,
    value: row.sentiment as SentimentValue,
    reason: row.reason,
    by: { id: row.by_member, name: row.by_name },
    at: row.at,
    until: row.until_at,
  };
}
