import type { Services } from '../services/context.ts';
import { runEffects } from '../services/run-effects.ts';
import { type Loop, startLoop } from './loop.ts';

/** Another process, a retry or a switch may make something due without a word to this one. */
const idleMs = 500;
const failedMs = 2_000;
/** A pass costs much the same for one effect as for twenty. */
const gatherMs = 15;

/**
 * Carries out effects as they become due, until it is stopped.
 * @param name - unique over all processes and restarts
 */
export function startEffectWorker(services: Services, name: string): Loop {
  return startLoop({
    pass: () => runEffects(services, name),
    idleMs,
    failedMs,
    gatherMs,
    onError: (error) => services.log.error({ err: error }, 'effects could not be carried out; trying again'),
  });
}
