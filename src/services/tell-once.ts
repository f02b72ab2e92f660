import type { ReportKey, ToldOf } from '../store/article-told.ts';
import type { View } from '../views/view.ts';
import type { RequestContext } from './context.ts';
import { proposeAction } from './propose-action.ts';

/** Another run told them. */
class ToldBefore extends Error {}

/**
 * A message to one person alone about a report of a wrong article, once.
 * @returns false when they were told before, or policy does not allow it
 */
export async function tellOnce(
  ctx: RequestContext,
  of: ToldOf,
  { answerId, by, documentId }: ReportKey,
  { channel, view }: { channel: string; view: View },
): Promise<boolean> {
  try {
    const result = await proposeAction(ctx, {
      kind: 'message.post',
      account: null,
      params: { channel, view },
      also: async (store, proposal) => {
        const told = { answerId, by, documentId, proposalId: proposal.id, at: ctx.clock.now() };
        if (!(await store.addArticleTold(of, told))) throw new ToldBefore();
      },
    });
    return result.ok;
  } catch (error) {
    if (error instanceof ToldBefore) return false;
    throw error;
  }
}
