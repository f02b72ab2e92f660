import { fillVariables } from '../copilot/fill-macro.ts';
import { compareLanguages } from '../copilot/language.ts';
import type { NotTranslated } from '../copilot/model/translate-text.ts';
import type { FilledMacro, OtherLanguage } from '../domain/answer.ts';
import type { RequestContext } from './context.ts';
import { draftReply, readReply } from './draft-reply.ts';
import { type ReplySubject, readMacroValues } from './macro-values.ts';
import { translateBy } from './translate-by.ts';

/** Where a reply is in another language than the question; null = it is not, or nobody can tell. */
export async function languageOfReply(question: string, reply: string): Promise<OtherLanguage | null> {
  return await compareLanguages(question, reply);
}

/** A reply that the model wrote in another language, or why there is none. */
export type TranslatedReply =
  | { ok: true; draft: FilledMacro }
  | { ok: false; reason: NotTranslated | 'halted' };

/**
 * A macro's reply in another language, by the model. It goes there and is kept without what was put in: names stay here,
 * and whoever opens it signs it. Its form opens without waiting for a model again.
 */
export async function translateDraft(
  ctx: RequestContext,
  { answerId, language }: { answerId: string; language: string },
  draft: { macro: string } & ReplySubject,
): Promise<TranslatedReply> {
  const { id, text } = await readReply(ctx, draft.macro);
  const translated = await translateBy(ctx, text, language);
  if (!translated.ok) return translated;
  const key = { answerId, macroId: id, language };
  const kept = { body: translated.text, writing: translated.record, at: ctx.clock.now() };
  await ctx.store.keepReplyTranslation(key, kept);
  return { ok: true, draft: await inWords(ctx, draft, translated.text) };
}

/** The reply as it was translated before, with what is known now put in; null = it was not. */
export async function findTranslation(
  ctx: RequestContext,
  { answerId, language }: { answerId: string; language: string },
  draft: { macro: string } & ReplySubject,
): Promise<FilledMacro | null> {
  const text = await ctx.store.findReplyTranslation({ answerId, macroId: draft.macro, language });
  return text === null ? null : await inWords(ctx, draft, text);
}

async function inWords(
  ctx: RequestContext,
  draft: { macro: string } & ReplySubject,
  translation: string,
): Promise<FilledMacro> {
  const filled = fillVariables(translation, await readMacroValues(ctx, draft));
  return { ...(await draftReply(ctx, draft)), ...filled };
}
