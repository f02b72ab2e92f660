import type { AnswerVerdict, StoredAnswer } from '../domain/answer.ts';
import { HoldfastError } from '../errors.ts';
import { actorOf, type RequestContext } from './context.ts';

/** What somebody says of an answer. */
export interface AnswerJudgement {
  answerId: string;
  verdict: AnswerVerdict;
  /** Of a wrong article: which one. */
  documentId?: string | null;
  note?: string;
  /** Default: the member who says it. */
  by?: string;
}

/** Who keeps an article; the id stands in its front matter, and need not be anybody's. */
export interface ArticleOwner {
  id: string;
  name: string | null; // null = no member has this id
}

/**
 * Keeps what somebody makes of an answer; their earlier word on it no longer counts.
 * @returns who keeps the article that is wrong: their queue has it now; null = nobody in particular
 * @throws {HoldfastError} HF_NOT_FOUND when there is no such answer, or it names no such article
 */
export async function judgeAnswer(
  ctx: RequestContext,
  { answerId, verdict, documentId = null, note = '', by }: AnswerJudgement,
): Promise<{ owner: ArticleOwner | null }> {
  const { answer } = await requireAnswer(ctx, answerId);
  const named = answer.kind === 'answer' ? answer.sources : answer.nearest;
  if (documentId !== null && !named.some(({ id }) => id === documentId)) {
    throw new HoldfastError('HF_NOT_FOUND', `Answer ${answerId} names no article '${documentId}'`);
  }
  await ctx.store.giveVerdict({
    answerId,
    by: by ?? actorOf(ctx),
    verdict,
    documentId,
    note,
    at: ctx.clock.now(),
  });
  const document = documentId === null ? null : await ctx.knowledge.find(documentId);
  const id = document?.owner ?? null;
  return { owner: id === null ? null : { id, name: (await ctx.store.findMember(id))?.name ?? null } };
}

/**
 * An answer by its id.
 * @throws {HoldfastError} HF_NOT_FOUND
 */
export async function requireAnswer(ctx: RequestContext, id: string): Promise<StoredAnswer> {
  // No id of ours holds a control character, and a NUL cannot even be asked for in the database.
  const stored = /\p{Cc}/u.test(id) ? null : await ctx.store.findAnswer(id);
  if (stored) return stored;
  throw new HoldfastError('HF_NOT_FOUND', `There is no answer '${id}'`, { next: 'Ask the question again.' });
}
