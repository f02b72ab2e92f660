import type { AnswerSource, AnswerVerdict, Passage, StoredAnswer } from '../domain/answer.ts';
import { type AnswerWriting, readWriting } from '../domain/answer-writing.ts';
import type { RequestContext } from './context.ts';
import { eventUrl, scoreUrl } from './evidence.ts';
import { requireAnswer } from './judge-answer.ts';

/** What somebody said of an answer. */
export interface SaidOfAnswer {
  at: string;
  by: string;
  verdict: AnswerVerdict;
  /** Title of the article that is wrong; null = none was named. */
  article: string | null;
  note: string;
}

/** An answer as it was given, with the names and pages of what it was about. */
export interface AnswerPage {
  stored: StoredAnswer;
  /** Name of who asked; null = the installation's own terminal. */
  by: string | null;
  /** `url` is its score when the answer was given. */
  account: { name: string; url: string } | null;
  /** `url` is the record that opened it; null = none has come in. */
  ticket: { id: string; url: string | null } | null;
  /** Documents that came close and are not cited. */
  close: AnswerSource[];
  /** Passages that were found and not cited. */
  notCited: Passage[];
  writing: AnswerWriting | null; // null = no model was asked
  /** The newest first. */
  said: SaidOfAnswer[];
}

const saidAtMost = 100;

/**
 * One answer with everything that it stood on.
 * @throws {HoldfastError} HF_NOT_FOUND
 */
export async function getAnswerPage(ctx: RequestContext, id: string): Promise<AnswerPage> {
  const stored = await requireAnswer(ctx, id);
  const { answer, found, writing } = stored;
  const cited = answer.kind === 'answer' ? answer.passages : [];
  const named = answer.kind === 'answer' ? answer.sources : answer.nearest;
  const citedIds = new Set(cited.map((passage) => passage.id));
  const citedDocuments = new Set(cited.map(({ documentId }) => documentId));
  return {
    stored,
    by: stored.by === null ? null : await nameOf(ctx, stored.by),
    account: await accountOf(ctx, stored),
    ticket: await ticketOf(ctx, stored),
    close: named.filter((source) => !citedDocuments.has(source.id)),
    notCited: found.filter((passage) => !citedIds.has(passage.id)),
    writing: readWriting(writing),
    said: await saidOf(ctx, id, named),
  };
}

/** An app and who left have their id alone. */
async function nameOf(ctx: RequestContext, id: string): Promise<string> {
  return (await ctx.store.findMember(id))?.name ?? id;
}

async function accountOf(
  ctx: RequestContext,
  { account: id, at }: StoredAnswer,
): Promise<AnswerPage['account']> {
  if (id === null) return null;
  const [account] = await ctx.store.findAccounts([id]);
  return { name: account?.name ?? id, url: scoreUrl(id, at, await ctx.store.lastSequence()) };
}

/** Its number may be that of other accounts' tickets too. */
async function ticketOf(
  ctx: RequestContext,
  { ticket, account }: StoredAnswer,
): Promise<AnswerPage['ticket']> {
  if (ticket === null) return null;
  const records = await ctx.store.findTicketRecords(ticket);
  const own = records.find(({ event }) => event.account === account);
  return { id: ticket, url: own ? eventUrl(own.seq) : null };
}

async function saidOf(
  ctx: RequestContext,
  answerId: string,
  named: readonly AnswerSource[],
): Promise<SaidOfAnswer[]> {
  const verdicts = await ctx.store.listVerdicts({ answerIds: [answerId], limit: saidAtMost });
  return await Promise.all(
    verdicts.map(async ({ at, by, verdict, documentId, note }) => ({
      at: at.toISOString(),
      by: await nameOf(ctx, by),
      verdict,
      note,
      article: named.find(({ id }) => id === documentId)?.title ?? documentId,
    })),
  );
}
