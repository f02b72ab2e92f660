import type { Usage } from '../../domain/rollup.ts';
import { daysBetween, type UtcDay } from '../../domain/utc-day.ts';

/** One user of an account, by the days of use of each feature; empty feature names are sessions and are left out. */
export interface UserUsage {
  user: string;
  /** As the last event that told it; null = none did. */
  role: string | null;
  /** Days of use by feature, ascending. What was last used before the window stands as one day. */
  days: ReadonlyMap<string, readonly UtcDay[]>;
}

/** The users of an account with what each of them used, sorted by user. Use by nobody in particular is left out. */
export function usageByUser(
  usage: readonly Pick<Usage, 'user' | 'feature' | 'day'>[],
  roles: ReadonlyMap<string, string>,
): UserUsage[] {
  const byUser = new Map<string, Map<string, Set<UtcDay>>>();
  for (const { user, feature, day } of usage) {
    if (user === '' || feature === '') continue;
    const features = byUser.get(user) ?? new Map<string, Set<UtcDay>>();
    byUser.set(user, features);
    features.set(feature, (features.get(feature) ?? new Set()).add(day));
  }
  return [...byUser]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([user, features]) => ({
      user,
      role: roles.get(user) ?? null,
      days: new Map([...features].map(([feature, days]) => [feature, [...days].sort()])),
    }));
}

/** Whether somebody used anything in so many days up to and with `today`: whoever left is not nudged. */
export function isActive({ days }: UserUsage, today: UtcDay, within: number): boolean {
  return [...days.values()].some((used) => isWithin(used.at(-1), today, within));
}

/** On how many of the last days, with today, a feature was used. */
export function daysUsed({ days }: UserUsage, feature: string, today: UtcDay, within: number): number {
  return (days.get(feature) ?? []).filter((day) => isWithin(day, today, within)).length;
}

/** The last day of use; null = never. Days after `today` do not count. */
export function lastUse({ days }: UserUsage, feature: string, today: UtcDay): UtcDay | null {
  return (days.get(feature) ?? []).filter((day) => day <= today).at(-1) ?? null;
}

/** The first known day on which somebody used anything; null = none up to `today`. */
export function firstUse({ days }: UserUsage, today: UtcDay): UtcDay | null {
  const known = [...days.values()].flat().filter((day) => day <= today);
  return known.reduce<UtcDay | null>((first, day) => (first !== null && first <= day ? first : day), null);
}

function isWithin(day: UtcDay | undefined, today: UtcDay, within: number): boolean {
  return day !== undefined && day <= today && daysBetween(day, today) < within;
}
