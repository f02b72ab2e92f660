import { addDays, type UtcDay, utcDayOf } from '../domain/utc-day.ts';
import type { RequestContext } from './context.ts';

/** Clocks of our processes differ by less: what lies further ahead was noted before the clock was set back. */
const aheadAtMostMs = 86_400_000;

/**
 * When each of some names was first seen, so that nothing is sent that was due before; whoever is new is noted. Two
 * processes that see different ones at the same time lose neither.
 * @param setting - where it is noted
 */
export async function firstSeen(
  { store, clock }: Pick<RequestContext, 'store' | 'clock'>,
  setting: string,
  names: readonly string[],
): Promise<Map<string, Date>> {
  const now = clock.now();
  let seen = seenIn(await store.readSetting(setting), now);
  if (names.some((name) => !seen.has(name)))
    seen = await store.transaction(async (within) => {
      const known = seenIn(await within.lockSetting(setting), now);
      const all = new Map([...names.map((name) => [name, now] as const), ...known]);
      await within.writeSetting(setting, Object.fromEntries(all));
      return all;
    });
  return new Map(names.map((name) => [name, seen.get(name) ?? now]));
}

/** Whether an instant lies so far ahead that it was noted by a clock which was set back since. */
function isOfOtherClock(at: Date, now: Date): boolean {
  return !(at.getTime() - now.getTime() <= aheadAtMostMs);
}

function seenIn(value: unknown, now: Date): Map<string, Date> {
  const entries = Object.entries(value !== null && typeof value === 'object' ? value : {});
  return new Map(
    entries
      .map(([name, at]) => [name, new Date(String(at))] as const)
      .filter(([, at]) => !isOfOtherClock(at, now)),
  );
}

/** Since when somebody wants something: who said so by a clock that was set back since has wanted it for long. */
export function wantedSince(since: string, now: Date): Date {
  const at = new Date(since);
  return isOfOtherClock(at, now) ? new Date(0) : at;
}

/** The last day that has begun anywhere on earth, or is about to: what was due later was sent by another clock. */
export function tomorrowOf(now: Date): UtcDay {
  return addDays(utcDayOf(now), 1);
}
