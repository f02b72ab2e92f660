import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Somebody's report of a wrong article, by the answer that showed it. */
export interface ArticleReport {
  answerId: string;
  by: string;
}

/** `report`: its owner hears of the report. `fix`: whoever reported it hears that it was corrected. */
export type ToldOf = 'report' | 'fix';

const tables = { report: 'article_reports_told', fix: 'article_fixes_told' } as const;

/**
 * Notes that somebody is told of a report or of its end.
 * @returns false when they were told before
 */
export async function addArticleTold(
  database: Kysely<Schema>,
  of: ToldOf,
  { answerId, by, proposalId, at }: ArticleReport & { proposalId: string; at: Date },
): Promise<boolean> {
  const result = await database
    .insertInto(tables[of])
    .values({ answer_id: answerId, by_member: by, proposal_id: proposalId, at })
    .onConflict((conflict) => conflict.columns(['answer_id', 'by_member']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Every report of which somebody was told. */
export async function listArticleTold(database: Kysely<Schema>, of: ToldOf): Promise<ArticleReport[]> {
  const rows = await database.selectFrom(tables[of]).select(['answer_id', 'by_member']).execute();
  return rows.map((row) => ({ answerId: row.answer_id, by: row.by_member }));
}
