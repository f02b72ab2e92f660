import type { RequestContext } from '../context.ts';
import { advancePlay } from './advance-play.ts';

const pageSize = 200;

/** Advances every play that runs. One that fails holds up no other: it is logged, and tried again the next time. */
export async function advancePlays(
  ctx: RequestContext,
): Promise<{ running: number; ended: number; failed: number }> {
  const tally = { running: 0, ended: 0, failed: 0 };
  for (let after: string | null = null; ; ) {
    const ids: string[] = await ctx.store.listRunningPlays(after, pageSize);
    for (const id of ids) tally[await advanceOne(ctx, id)]++;
    after = ids.at(-1) ?? null;
    if (ids.length < pageSize) return tally;
  }
}

async function advanceOne(ctx: RequestContext, id: string): Promise<'running' | 'ended' | 'failed'> {
  try {
    return (await advancePlay(ctx, id))?.life.state ?? 'ended';
  } catch (error) {
    ctx.log.error({ play: id, err: error }, 'a play could not be advanced');
    return 'failed';
  }
}
