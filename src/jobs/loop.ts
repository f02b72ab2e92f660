/** Something that runs again and again until it is stopped, one pass after the other. */
export interface Loop {
  /** Something may be due: look soon. */
  nudge(): void;
  /** Resolves when the pass that runs has ended. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  /** One pass. @returns whether there may be more right away */
  pass(): Promise<boolean>;
  /** How long to wait when there was nothing to do. */
  idleMs: number;
  /** How long to wait after a pass that failed. */
  failedMs: number;
  /** How long after a nudge to look, so that one pass takes what several nudges are about; default at once. */
  gatherMs?: number;
  onError(error: unknown): void;
}

/** Starts with a pass at once. A nudge during a pass makes another follow it. */
export function startLoop({ pass, idleMs, failedMs, gatherMs = 0, onError }: LoopOptions): Loop {
  let stopped = false;
  let nudged = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;

  /** @returns how long to wait for the next pass */
  const run = async (): Promise<number> => {
    nudged = false;
    try {
      if (await pass()) return 0;
    } catch (error) {
      onError(error);
      return failedMs;
    }
    return nudged ? gatherMs : idleMs;
  };
  const look = (): void => {
    running = run().then((ms) => {
      running = null;
      plan(ms);
    });
  };
  const plan = (ms: number): void => {
    clearTimeout(timer);
    if (stopped) return;
    if (ms === 0) {
      look();
      return;
    }
    timer = setTimeout(look, ms);
    timer.unref();
  };
  look();
  return {
    nudge: () => {
      if (nudged) return;
      nudged = true;
      if (!running) plan(gatherMs);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
