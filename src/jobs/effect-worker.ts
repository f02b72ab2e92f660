import type { Services } from '../services/context.ts';
import { runEffects } from '../services/run-effects.ts';

/** A worker that runs until it is stopped. */
export interface EffectWorker {
  /** Something may be due: look now. */
  nudge(): void;
  /** Resolves when what it had begun is settled. */
  stop(): Promise<void>;
}

/** Another process, a retry or a switch may make something due without a word to this one. */
const idleMs = 500;
const failedMs = 2_000;

/** Carries out effects as they become due, one pass after the other. A failing pass is logged and tried again. */
export function startEffectWorker(services: Services, name: string): EffectWorker {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let again = false;

  const pass = async (): Promise<void> => {
    do {
      again = false;
      try {
        const more = await runEffects(services, name);
        again ||= more;
        plan(idleMs);
      } catch (error) {
        services.log.error({ err: error }, 'effects could not be carried out; trying again');
        plan(failedMs);
        return;
      }
    } while (again && !stopped);
  };
  const look = (): void => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = pass().finally(() => {
      running = null;
    });
  };
  const plan = (ms: number): void => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(look, ms);
    timer.unref();
  };
  look();
  return {
    nudge: look,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
