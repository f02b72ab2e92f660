import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** What a reply was made of, as it was when it was proposed. */
export interface NotedDraft {
  /** The macro; null = somebody's own words */
  macroId: string | null;
  /** Sentences that promise what the macro or the passages of its answer say too. */
  founded: readonly string[];
  /** Sentences that promise what nothing on record says. */
  promises: readonly string[];
  agreedBy: string;
}

/** Notes what a reply was made of, once, when it is proposed. */
export async function addReplyDraft(
  database: Kysely<Schema>,
  proposalId: string,
  { macroId, founded, promises, agreedBy }: NotedDraft,
): Promise<void> {
  await sql`insert into reply_drafts (proposal_id, macro_id, founded, promises, agreed_by)
    values (${proposalId}, ${macroId}, ${JSON.stringify(founded)}::jsonb, ${JSON.stringify(promises)}::jsonb,
      ${agreedBy})`.execute(database);
}

/** Null = nothing was noted. */
export async function findReplyDraft(
  database: Kysely<Schema>,
  proposalId: string,
): Promise<NotedDraft | null> {
  const { rows } =
    await sql<NotedDraft>`select macro_id as "macroId", founded, promises, agreed_by as "agreedBy"
    from reply_drafts where proposal_id = ${proposalId}`.execute(database);
  return rows[0] ?? null;
}

/** Which reply, and in which language. */
export interface TranslationKey {
  answerId: string;
  macroId: string;
  /** ISO 639-1. */
  language: string;
}

/** Keeps a translation; the newest of its key stays. */
export async function keepReplyTranslation(
  database: Kysely<Schema>,
  { answerId, macroId, language }: TranslationKey,
  { body, writing, at }: { body: string; writing: object; at: Date },
): Promise<void> {
  await sql`insert into reply_translations (answer_id, macro_id, language, body, writing, at)
    values (${answerId}, ${macroId}, ${language}, ${body}, ${JSON.stringify(writing)}::jsonb, ${at})
    on conflict (answer_id, macro_id, language)
    do update set body = excluded.body, writing = excluded.writing, at = excluded.at`.execute(database);
}

/** The text; null = none was kept. */
export async function findReplyTranslation(
  database: Kysely<Schema>,
  { answerId, macroId, language }: TranslationKey,
): Promise<string | null> {
  const { rows } = await sql<{ body: string }>`select body from reply_translations
    where answer_id = ${answerId} and macro_id = ${macroId} and language = ${language}`.execute(database);
  return rows[0]?.body ?? null;
}
