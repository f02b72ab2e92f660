import { setTimeout as sleep } from 'node:timers/promises';
import type { Proposal } from '../domain/proposal.ts';
import type { RequestContext } from '../services/context.ts';
import { runEffects } from '../services/run-effects.ts';

const passesAtMost = 100;

/**
 * Carries out what is due, so that a command sees what became of its proposal: without a running product there is no
 * other worker, and beside one this is one more. What no connector of this process can reach stays on its way.
 * @returns the proposal as it stands then; null = there is none
 */
export async function carryOutHere(ctx: RequestContext, proposalId: string): Promise<Proposal | null> {
  const name = `cli-${ctx.ids.trace()}`;
  for (let pass = 0; ; pass++) {
    const found = (await ctx.store.findProposal(proposalId))?.proposal ?? null;
    const onItsWay =
      found?.state === 'executing' || (found?.state === 'approved' && found.autonomy !== 'shadow');
    if (!onItsWay || pass === passesAtMost) return found;
    const more = await runEffects(ctx, name);
    if (more) continue;
    // Nothing was due: a switch, a later attempt, or another worker that has it in hand.
    if (found.state === 'approved') return (await ctx.store.findProposal(proposalId))?.proposal ?? null;
    await sleep(20);
  }
}
