import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Somebody's report of a wrong article, by the answer that showed it. */
export interface ArticleReport {
  answerId: string;
  by: string;
}

/**
 * Notes that somebody is told that an article was corrected.
 * @returns false when they were told before
 */
export async function addFixTold(
  database: Kysely<Schema>,
  { answerId, by, proposalId, at }: ArticleReport & { proposalId: string; at: Date },
): Promise<boolean> {
  const result = await database
    .insertInto('article_fixes_told')
    .values({ answer_id: answerId, by_member: by, proposal_id: proposalId, at })
    .onConflict((conflict) => conflict.columns(['answer_id', 'by_member']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Everybody who was told, by answer. */
export async function listFixesTold(database: Kysely<Schema>): Promise<ArticleReport[]> {
  const rows = await database.selectFrom('article_fixes_told').select(['answer_id', 'by_member']).execute();
  return rows.map((row) => ({ answerId: row.answer_id, by: row.by_member }));
}
