import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** A question for which a person made a reply of a macro. */
export interface ChosenMacro {
  /** Of the answer, and unique with the macro. */
  answerId: string;
  macroId: string;
  question: string;
  /** Whom the question was about; null = nobody */
  account: string | null;
}

/** Notes a choice; the same one again changes nothing. */
export async function addMacroChoice(
  database: Kysely<Schema>,
  { answerId, macroId, by, at }: { answerId: string; macroId: string; by: string; at: Date },
): Promise<void> {
  await database
    .insertInto('macro_choices')
    .values({ answer_id: answerId, macro_id: macroId, by_member: by, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The newest choices, but none of an answer that somebody called wrong. */
export async function listMacroChoices(database: Kysely<Schema>, limit: number): Promise<ChosenMacro[]> {
  const { rows } = await sql<ChosenMacro>`
    select c.answer_id as "answerId", c.macro_id as "macroId", a.question, a.account_id as account
    from macro_choices c join answers a on a.id = c.answer_id
    where not exists (select from answer_verdicts v
      where v.answer_id = c.answer_id and v.verdict = 'wrong_article' and v.document_id = c.macro_id)
    order by c.at desc, c.answer_id limit ${limit}`.execute(database);
  return rows;
}
