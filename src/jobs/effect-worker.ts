import type { Services } from '../services/context.ts';
import { runEffects } from '../services/run-effects.ts';
import { type Loop, startLoop } from './loop.ts';

/** Another process, a retry or a switch may make something due without a word to this one. */
const idleMs = 500;
const failedMs = 2_000;

/**
 * Carries out effects as they become due, until it is stopped.
 * @param name - unique over all processes and restarts
 */
export function startEffectWorker(services: Services, name: string): Loop {
  return startLoop({
    pass: () => runEffects(services, name),
    ...{ idleMs, failedMs },
    onError: (error) => services.log.error({ err: error }, 'effects could not be carried out; trying again'),
  });
}
