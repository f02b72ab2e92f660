/** The only source of time. Decisions take `now` as an argument; adapters take a Clock. */
export interface Clock {
  now(): Date;
}

/**
 * The system clock, or one that starts elsewhere and advances at the same pace.
 * @param startAt - where the clock starts; undefined = now
 */
export function createClock(startAt?: Date): Clock {
  const offsetMs = startAt ? startAt.getTime() - Date.now() : 0;
  return { now: () => new Date(Date.now() + offsetMs) };
}

/** A clock that stands still until it is moved; for tests and simulated time. */
export function createManualClock(at: Date): Clock & { set(at: Date): void } {
  let current = at;
  return {
    now: () => new Date(current),
    set: (next) => {
      current = next;
    },
  };
}
