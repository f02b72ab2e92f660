import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** How long a conversation keeps what it is about. Source: ours; whoever asks on after that says it again. */
const keptMs = 7 * 24 * 3_600_000;

/** What a conversation is about; null = nothing of the kind. */
export interface Conversation {
  /** The account that was asked about last. */
  account: string | null;
  /** The question about many accounts that was asked last. */
  question: string | null;
}

/** Notes what a conversation is about from now on; what is not named stays. */
export async function noteConversation(
  database: Kysely<Schema>,
  key: string,
  { account, question }: Partial<Conversation>,
  now: Date,
): Promise<void> {
  const about = {
    ...(account === undefined ? {} : { account_id: account }),
    ...(question === undefined ? {} : { question: question?.replaceAll('\u0000', '') ?? null }),
    at: now,
  };
  await database
    .insertInto('conversations')
    .values({ key, account_id: null, question: null, ...about })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(about))
    .execute();
}

/**
 * What a conversation is about; null = nothing, or it was too long ago.
 * @param withinMs - default: as long as a conversation is kept
 */
export async function findConversation(
  database: Kysely<Schema>,
  key: string,
  now: Date,
  withinMs = keptMs,
): Promise<Conversation | null> {
  const row = await database
    .selectFrom('conversations')
    .select(['account_id as account', 'question'])
    .where('key', '=', key)
    .where('at', '>', new Date(now.getTime() - withinMs))
    .executeTakeFirst();
  return row ?? null;
}

/** Forgets conversations that are over. */
export async function forgetConversations(database: Kysely<Schema>, now: Date): Promise<void> {
  await database
    .deleteFrom('conversations')
    .where('at', '<=', new Date(now.getTime() - keptMs))
    .execute();
}
