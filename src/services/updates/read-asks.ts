import type { WeekAsks } from '../../domain/account-week.ts';
import type { RequestContext } from '../context.ts';
import { readPlays } from '../plays/get-plays.ts';

/** What waits for people at an account now: proposals without a decision, and plays with the step that is due. */
export async function readAsks(ctx: RequestContext, account: string): Promise<WeekAsks> {
  const waiting = await ctx.store.waitingOf(account);
  const plays = (await readPlays(ctx, account)).filter(({ life }) => life.state === 'running');
  return {
    approvals: waiting.map(({ id, summary, at }) => ({ id, summary, since: at.toISOString() })),
    plays: plays.map(({ id, recipe, steps, startedAt }) => ({
      id,
      title: recipe.title,
      since: startedAt,
      step: steps.find(({ state }) => state === 'current')?.recipe.title ?? null,
    })),
  };
}
