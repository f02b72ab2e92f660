import type { Kysely } from 'kysely';
import type { ScoreOverride } from '../domain/judgement.ts';
import type { Schema } from './schema.ts';

/**
 * Keeps an override, once per proposal.
 * @returns what is kept: the first one of this proposal
 */
export async function addScoreOverride(
  database: Kysely<Schema>,
  override: ScoreOverride,
): Promise<ScoreOverride> {
  await database
    .insertInto('score_overrides')
    .values({
      proposal_id: override.proposalId,
      account_id: override.account,
      score_hundredths: override.hundredths,
      reason: override.reason,
      by_member: override.by.id,
      by_name: override.by.name,
      starts_at: override.at,
      until_at: override.until,
    })
    .onConflict((conflict) => conflict.column('proposal_id').doNothing())
    .execute();
  const kept = await database
    .selectFrom('score_overrides')
    .selectAll()
    .where('proposal_id', '=', override.proposalId)
    .executeTakeFirstOrThrow();
  return overrideFromRow(kept);
}

/** Every override of an account that was decided by an instant, over ones included, newest first. */
export async function listScoreOverrides(
  database: Kysely<Schema>,
  account: string,
  by: Date,
): Promise<ScoreOverride[]> {
  const rows = await database
    .selectFrom('score_overrides')
    .selectAll()
    .where('account_id', '=', account)
    .where('starts_at', '<=', by)
    .orderBy('starts_at', 'desc')
    .orderBy('proposal_id', 'desc')
    .execute();
  return rows.map(overrideFromRow);
}

/** The newest override of each account that was decided by an instant; some may be over. Accounts without one are absent. */
export async function latestScoreOverrides(database: Kysely<Schema>, by: Date): Promise<ScoreOverride[]> {
  const rows = await database
    .selectFrom('score_overrides')
    .distinctOn('account_id')
    .selectAll()
    .where('starts_at', '<=', by)
    .orderBy('account_id')
    .orderBy('starts_at', 'desc')
    .orderBy('proposal_id', 'desc')
    .execute();
  return rows.map(overrideFromRow);
}

function overrideFromRow(row: Schema['score_overrides']): ScoreOverride {
  return {
    proposalId: row.proposal_id,
    account: row.account_id,
    hundredths: row.score_hundredths,
    reason: row.reason,
    by: { id: row.by_member, name: row.by_name },
    at: row.starts_at,
    until: row.until_at,
  };
}
