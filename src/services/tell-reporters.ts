import type { GivenVerdict } from '../domain/answer.ts';
import type { Member } from '../domain/member.ts';
import { isCorrected } from '../rules/article-corrected.ts';
import { articleFixedView } from '../views/article-fixed-view.ts';
import type { View } from '../views/view.ts';
import type { RequestContext } from './context.ts';
import { proposeAction } from './propose-action.ts';

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
    if (!document?.updatedOn || !isCorrected(document.updatedOn, report.at)) continue;
    const { id, title, updatedOn } = document;
    const channel = chatUserOf(await ctx.store.findMember(report.by));
    if (channel === null) result.unreachable++;
    else if (await tell(ctx, report, articleFixedView({ id, title, updatedOn }), channel)) result.told++;
  }
  return result;
}

/** Another run told them. */
class ToldBefore extends Error {}

async function tell(
  ctx: RequestContext,
  { answerId, by }: GivenVerdict,
  view: View,
  channel: string,
): Promise<boolean> {
  try {
    const result = await proposeAction(ctx, {
      ...{ kind: 'message.post', account: null, params: { channel, view } },
      also: async (store, proposal) => {
        const told = { answerId, by, proposalId: proposal.id, at: ctx.clock.now() };
        if (!(await store.addFixTold(told))) throw new ToldBefore();
      },
    });
    return result.ok;
  } catch (error) {
    if (error instanceof ToldBefore) return false;
    throw error;
  }
}

/** Where a member is written to alone; the playground calls its people after their ids. Null = on no chat */
function chatUserOf(member: Member | null): string | null {
  const identities = member?.identities ?? [];
  const slack = identities.find(({ platform }) => platform === 'slack');
  if (slack) return slack.user;
  const local = identities.find(({ platform }) => platform === 'local');
  return local ? `U0${local.user}` : null;
}
