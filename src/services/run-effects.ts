import { type ExecutionStep, execute } from '../guardrail/execute.ts';
import { recover } from '../guardrail/recover.ts';
import type { Services } from './context.ts';

/** Effects of one pass: enough to keep a server busy, few enough that a switch stops the next ones within a second. */
const passSize = 25;

/**
 * One pass of a worker: takes care of what others left behind, and carries out what is due.
 * @returns whether there may be more
 */
export async function runEffects(
  services: Pick<Services, 'store' | 'door' | 'clock' | 'ids'>,
  name: string,
  onStep?: (step: ExecutionStep) => void,
): Promise<boolean> {
  const { door, store, clock, ids } = services;
  const worker = { name, clock, random: () => ids.fraction(), ...(onStep ? { onStep } : {}) };
  // Side by side: an outside that is slow to say what came of a call keeps nothing else from going out.
  const both = await Promise.allSettled([
    recover(door, store, worker, passSize),
    execute(door, store, worker, passSize),
  ]);
  return both.map(countOf).some((count) => count > 0);
}

function countOf(result: PromiseSettledResult<number>): number {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
