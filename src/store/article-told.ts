import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Somebody's report of a wrong article, by the answer that showed it; corrected, it names another article. */
export interface ReportKey {
  answerId: string;
  by: string;
  documentId: string;
}

/** `report`: the article's owner hears of it. `fix`: whoever reported it hears that it was corrected, once per answer. */
export type ToldOf = 'report' | 'fix';

/**
 * Notes that somebody is told of a report or of its end.
 * @returns false when they were told before
 */
export async function addArticleTold(
  database: Kysely<Schema>,
  of: ToldOf,
  { answerId, by, documentId, proposalId, at }: ReportKey & { proposalId: string; at: Date },
): Promise<boolean> {
  const row = { answer_id: answerId, by_member: by, proposal_id: proposalId, at };
  const insert =
    of === 'report'
      ? database.insertInto('article_reports_told').values({ ...row, document_id: documentId })
      : database.insertInto('article_fixes_told').values(row);
  const result = await insert.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Every report of which the article's owner was told. */
export async function listReportsTold(database: Kysely<Schema>): Promise<ReportKey[]> {
  const rows = await database
    .selectFrom('article_reports_told')
    .select(['answer_id', 'by_member', 'document_id'])
    .execute();
  return rows.map((row) => ({ answerId: row.answer_id, by: row.by_member, documentId: row.document_id }));
}

/** Every report whose author was told that the article was corrected. */
export async function listFixesTold(database: Kysely<Schema>): Promise<Pick<ReportKey, 'answerId' | 'by'>[]> {
  const rows = await database.selectFrom('article_fixes_told').select(['answer_id', 'by_member']).execute();
  return rows.map((row) => ({ answerId: row.answer_id, by: row.by_member }));
}
