import { setTimeout as wait } from 'node:timers/promises';

/** One limit for several steps. */
export interface Deadline {
  /** Whatever comes first: what is waited for, or the end of the time. The work itself goes on. */
  within<T>(work: Promise<T>): Promise<{ inTime: true; value: T } | { inTime: false }>;
  /** Nobody waits any more. */
  stop(): void;
}

/** Starts the time now. */
export function startDeadline(ms: number): Deadline {
  const timer = new AbortController();
  const over = wait(ms, { inTime: false } as const, { signal: timer.signal });
  // Stopping is no failure.
  over.catch(() => undefined);
  return {
    within: (work) => Promise.race([work.then((value) => ({ inTime: true, value }) as const), over]),
    stop: () => timer.abort(),
  };
}
