import { isCorrected } from '../rules/article-corrected.ts';
import { articleFixedView } from '../views/article-fixed-view.ts';
import { chatUserOf } from './chat-user-of.ts';
import type { RequestContext } from './context.ts';
import { tellOnce } from './tell-once.ts';

const reportsAtMost = 1_000;

/** What a run came to. */
export interface ToldReporters {
  told: number;
  /** Reports of articles that were corrected, by people who are met on no chat. */
  unreachable: number;
}

/**
 * Tells whoever called an article wrong that it was corrected: a message to them alone, once per report. An article
 * counts as corrected when its own date says that it was written anew on a later day than the report.
 */
export async function tellReporters(ctx: RequestContext): Promise<ToldReporters> {
  const reports = await ctx.store.listVerdicts({ verdict: 'wrong_article', limit: reportsAtMost });
  const before = new Set((await ctx.store.listFixesTold()).map(({ answerId, by }) => `${answerId} ${by}`));
  const result = { told: 0, unreachable: 0 };
  for (const report of reports.filter(({ answerId, by }) => !before.has(`${answerId} ${by}`))) {
    const document = report.documentId === null ? null : await ctx.knowledge.find(report.documentId);
    if (!document?.updatedOn || !isCorrected(document.updatedOn, report.at, ctx.clock.now())) continue;
    const { id, title, updatedOn } = document;
    const channel = chatUserOf(await ctx.store.findMember(report.by));
    if (channel === null) result.unreachable++;
    else {
      const view = articleFixedView({ id, title, updatedOn });
      if (await tellOnce(ctx, 'fix', { ...report, documentId: id }, { channel, view })) result.told++;
    }
  }
  return result;
}
