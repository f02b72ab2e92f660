/** Something that runs again and again until it is stopped, one pass after the other. */
export interface Loop {
  /** Something may be due: look now. */
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
  onError(error: unknown): void;
}

/** Starts with a pass at once. A nudge during a pass makes another follow it. */
export function startLoop({ pass, idleMs, failedMs, onError }: LoopOptions): Loop {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let again = false;

  const run = async (): Promise<number> => {
    do {
      again = false;
      try {
        again = (await pass()) || again;
      } catch (error) {
        onError(error);
        return failedMs;
      }
    } while (again && !stopped);
    return idleMs;
  };
  const look = (): void => {
    clearTimeout(timer);
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = run().then((ms) => {
      running = null;
      if (stopped) return;
      timer = setTimeout(look, ms);
      timer.unref();
    });
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
