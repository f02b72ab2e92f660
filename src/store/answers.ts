import type { Kysely, Selectable } from 'kysely';
import type { AnswerVerdict, GivenVerdict, StoredAnswer } from '../domain/answer.ts';
import { storableText } from '../domain/audit.ts';
import type { Audience } from '../domain/knowledge.ts';
import type { Schema } from './schema.ts';

const micros = 1_000_000;

/** Keeps an answer; its id is new. */
export async function addAnswer(database: Kysely<Schema>, stored: StoredAnswer): Promise<void> {
  const { answer, at, by, audience, account, ticket, topic, found, writing } = stored;
  await database
    .insertInto('answers')
    .values({
      id: answer.id,
      at,
      asked_by: by,
      audience,
      account_id: account,
      ticket_id: ticket,
      topic,
      outcome: answer.kind,
      question: storableText(answer.question),
      confidence_micros: Math.round(answer.confidence * micros),
      answer: jsonText(answer),
      found: jsonText(found),
      writing: writing === null ? null : jsonText(writing),
    })
    .execute();
}

/** One answer; null = there is none. */
export async function findAnswer(database: Kysely<Schema>, id: string): Promise<StoredAnswer | null> {
  const row = await database.selectFrom('answers').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** What was asked, by the answer's id; ids that are none are left out. */
export async function readQuestions(
  database: Kysely<Schema>,
  answerIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await database
    .selectFrom('answers')
    .select(['id', 'question'])
    .where('id', 'in', [...answerIds, ''])
    .execute();
  return new Map(rows.map(({ id, question }) => [id, question]));
}

/** Answers given from `since` on and before `until`, the newest first. */
export async function listAnswers(
  database: Kysely<Schema>,
  { since, until, limit }: { since: Date; until: Date; limit: number },
): Promise<StoredAnswer[]> {
  const rows = await database
    .selectFrom('answers')
    .selectAll()
    .where('at', '>=', since)
    .where('at', '<', until)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** Keeps one person's word on an answer in place of an earlier one of theirs. */
export async function giveVerdict(database: Kysely<Schema>, given: GivenVerdict): Promise<void> {
  const { answerId, by, verdict, documentId, at } = given;
  const word = { verdict, document_id: documentId, note: storableText(given.note), at };
  await database
    .insertInto('answer_verdicts')
    .values({ answer_id: answerId, by_member: by, ...word })
    .onConflict((conflict) => conflict.columns(['answer_id', 'by_member']).doUpdateSet(word))
    .execute();
}

/** What people said of answers, the newest first. What is left out of the filter does not count. */
export async function listVerdicts(
  database: Kysely<Schema>,
  filter: { answerIds?: readonly string[]; verdict?: AnswerVerdict; limit: number },
): Promise<GivenVerdict[]> {
  let query = database.selectFrom('answer_verdicts').selectAll();
  if (filter.answerIds) query = query.where('answer_id', 'in', [...filter.answerIds, '']);
  if (filter.verdict) query = query.where('verdict', '=', filter.verdict);
  const rows = await query.orderBy('at', 'desc').orderBy('answer_id').limit(filter.limit).execute();
  return rows.map((row) => ({
    answerId: row.answer_id,
    by: row.by_member,
    verdict: row.verdict as AnswerVerdict,
    documentId: row.document_id,
    note: row.note,
    at: row.at,
  }));
}

function fromRow(row: Selectable<Schema['answers']>): StoredAnswer {
  const { answer, at, topic, found, writing } = row;
  const about = { account: row.account_id, ticket: row.ticket_id, topic };
  return {
    answer: { ...answer, solvedBefore: answer.solvedBefore ?? [] },
    at,
    by: row.asked_by,
    audience: row.audience as Audience,
    ...about,
    found,
    writing,
  };
}

/** What people and documents wrote may hold characters that the database has no form for. */
function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? storableText(one) : one));
}
