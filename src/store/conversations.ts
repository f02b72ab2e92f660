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
    .values({ key, ...about })
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

/** Forgets conversations that are over. */
export async function forgetConversations(database: Kysely<Schema>, now: Date): Promise<void> {
  await database
    .deleteFrom('conversations')
    .where('at', '<=', new Date(now.getTime() - keptMs))
    .execute();
}
