import { type ExecutionStep, execute } from '../guardrail/execute.ts';
import { recover } from '../guardrail/recover.ts';
import type { Services } from './context.ts';

/** Effects of one pass: enough to keep a server busy, few enough that a switch stops the next ones within a second. */
const passSize = 25;

/**
 * One pass of a worker: takes care of what others left behind, then carries out what is due.
 * @returns whether there may be more
 */
export async function runEffects(
  services: Pick<Services, 'store' | 'door' | 'clock' | 'ids'>,
  name: string,
  onStep?: (step: ExecutionStep) => void,
): Promise<boolean> {
  const { door, store, clock, ids } = services;
  const worker = { name, clock, random: () => ids.fraction(), ...(onStep ? { onStep } : {}) };
  const recovered = await recover(door, store, worker, passSize);
  const claimed = await execute(door, store, worker, passSize);
  return recovered + claimed > 0;
}
