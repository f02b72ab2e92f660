import type { RequestContext } from '../services/context.ts';
import { runEffects } from '../services/run-effects.ts';

/**
 * Carries out, in simulated time, what comes due before an instant; the clock moves to each in turn.
 * @returns whether something is on its way still, to be carried out later or when a switch is turned off
 */
export async function carryOutUntil(
  ctx: RequestContext,
  clock: { now(): Date; set(at: Date): void },
  before: Date,
): Promise<boolean> {
  const name = `simulated-${ctx.ids.trace()}`;
  for (;;) {
    while (await runEffects(ctx, name));
    const { next, waiting } = await ctx.store.effectsAhead(clock.now());
    if (next === null || next >= before) return waiting > 0;
    clock.set(next);
  }
}
