import { compareLanguages } from '../copilot/language.ts';
import type { NotTranslated } from '../copilot/model/translate-text.ts';
import type { FilledMacro, OtherLanguage } from '../domain/answer.ts';
import type { RequestContext } from './context.ts';
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
 * A macro's reply in the customer's language, by the model. It is kept with what wrote it, so that its form opens without
 * waiting for a model again.
 */
export async function translateDraft(
  ctx: RequestContext,
  { answerId, language }: { answerId: string; language: string },
  draft: FilledMacro,
): Promise<TranslatedReply> {
  const translated = await translateBy(ctx, draft.text, language);
  if (!translated.ok) return translated;
  const writing = translated.record;
  const key = { answerId, macroId: draft.id, language };
  await ctx.store.keepReplyTranslation(key, { body: translated.text, writing, at: ctx.clock.now() });
  return { ok: true, draft: { ...draft, text: translated.text } };
}

/** The reply as it was translated before; null = it was not. */
export async function findTranslation(
  ctx: RequestContext,
  { answerId, language }: { answerId: string; language: string },
  draft: FilledMacro,
): Promise<FilledMacro | null> {
  const text = await ctx.store.findReplyTranslation({ answerId, macroId: draft.id, language });
  return text === null ? null : { ...draft, text };
}
