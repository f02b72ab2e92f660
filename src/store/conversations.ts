import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** How long a conversation keeps its account. Source: ours; whoever asks on after that names it again. */
const keptMs = 7 * 24 * 3_600_000;

/** Notes what a conversation is about. */
export async function noteConversation(
  database: Kysely<Schema>,
  key: string,
  account: string,
  now: Date,
): Promise<void> {
  const about = { account_id: account, at: now };
  await database
    .insertInto('conversations')
    .values({ key, question: null, ...about })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(about))
    .execute();
}

/**
 * The account that a conversation is about; null = none, or it was too long ago.
 * @param withinMs - default: as long as a conversation is kept
 */
export async function findConversation(
  database: Kysely<Schema>,
  key: string,
  now: Date,
  withinMs = keptMs,
): Promise<string | null> {
  const row = await database
    .selectFrom('conversations')
    .select('account_id')
    .where('key', '=', key)
    .where('at', '>', new Date(now.getTime() - withinMs))
    .executeTakeFirst();
  return row?.account_id ?? null;
}

/** Notes which accounts a conversation listed, by the question that listed them. */
export async function noteConversationList(
  database: Kysely<Schema>,
  key: string,
  question: string,
  now: Date,
): Promise<void> {
  const list = { question: question.replaceAll('\u0000', ''), at: now };
  await database
    .insertInto('conversations')
    .values({ key, account_id: null, ...list })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(list))
    .execute();
}

/** The question that a conversation asked about many accounts last; null = none, or it was too long ago. */
export async function findConversationList(
  database: Kysely<Schema>,
  key: string,
  now: Date,
  withinMs = keptMs,
): Promise<string | null> {
  const row = await database
    .selectFrom('conversations')
    .select('question')
    .where('key', '=', key)
    .where('at', '>', new Date(now.getTime() - withinMs))
    .executeTakeFirst();
  return row?.question ?? null;
}

/** Forgets conversations that are over. */
export async function forgetConversations(database: Kysely<Schema>, now: Date): Promise<void> {
  await database
    .deleteFrom('conversations')
    .where('at', '<=', new Date(now.getTime() - keptMs))
    .execute();
}
