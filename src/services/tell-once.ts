import type { ReportKey, ToldOf } from '../store/article-told.ts';
import type { View } from '../views/view.ts';
import type { RequestContext } from './context.ts';
import { proposeUnlessDone, requireValid } from './propose-unless-done.ts';

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
  const message = { kind: 'message.post', account: null, params: { channel, view } };
  const result = await proposeUnlessDone(ctx, message, async (store, { id: proposalId }) => {
    const told = { answerId, by, documentId, proposalId, at: ctx.clock.now() };
    return await store.addArticleTold(of, told);
  });
  return requireValid(result).ok;
}
