import { setTimeout as wait } from 'node:timers/promises';

/** Whatever comes first: what was waited for, or the end of the time. The work itself goes on. */
export async function within<T>(
  work: Promise<T>,
  ms: number,
): Promise<{ inTime: true; value: T } | { inTime: false }> {
  const timer = new AbortController();
  const late = wait(Math.max(ms, 0), { inTime: false } as const, { signal: timer.signal });
  // The timer is stopped when the work was faster, which is no failure.
  late.catch(() => undefined);
  try {
    return await Promise.race([work.then((value) => ({ inTime: true, value }) as const), late]);
  } finally {
    timer.abort();
  }
}
