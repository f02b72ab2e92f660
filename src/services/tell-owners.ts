import { answerUrlOf, type GivenVerdict } from '../domain/answer.ts';
import { isCorrected } from '../rules/article-corrected.ts';
import { articleReportedView } from '../views/article-reported-view.ts';
import { chatUserOf } from './chat-user-of.ts';
import type { RequestContext } from './context.ts';
import { tellOnce } from './tell-once.ts';

const reportsAtMost = 1_000;
/** Of older reports nobody is told any more: they stand in the queue. */
const freshMs = 7 * 24 * 3_600_000;

/**
 * Tells whoever keeps an article that somebody called it wrong: a message to them alone, once per report and article.
 * Nobody hears of their own report, and nobody of one that they have answered by changing the article.
 */
export async function tellOwners(ctx: RequestContext): Promise<{ told: number; unreachable: number }> {
  const now = ctx.clock.now();
  const verdicts = await ctx.store.listVerdicts({ verdict: 'wrong_article', limit: reportsAtMost });
  const before = new Set((await ctx.store.listReportsTold()).map(keyOf));
  const fresh = verdicts.filter(
    (report) => now.getTime() - report.at.getTime() <= freshMs && !before.has(keyOf(report)),
  );
  const result = { told: 0, unreachable: 0 };
  for (const report of fresh) {
    const document = report.documentId === null ? null : await ctx.knowledge.find(report.documentId);
    if (!document?.owner || document.owner === report.by) continue;
    if (document.updatedOn && isCorrected(document.updatedOn, report.at, now)) continue;
    const channel = chatUserOf(await ctx.store.findMember(document.owner));
    const by = (await ctx.store.findMember(report.by))?.name ?? report.by;
    const { id, title } = document;
    const view = articleReportedView({
      id,
      title,
      by,
      note: report.note,
      answer: answerUrlOf(report.answerId),
    });
    if (channel === null) result.unreachable++;
    else if (await tellOnce(ctx, 'report', { ...report, documentId: id }, { channel, view })) result.told++;
  }
  return result;
}

/** Whoever corrects their report names another article, whose owner has not heard of it. */
function keyOf({ answerId, by, documentId }: Pick<GivenVerdict, 'answerId' | 'by' | 'documentId'>): string {
  return JSON.stringify([answerId, by, documentId]);
}
