import type { WeekFeature, WeekUse } from '../../domain/account-week.ts';
import type { Rollup, Usage } from '../../domain/rollup.ts';
import { addDays, type UtcDay } from '../../domain/utc-day.ts';

const weeksLooked = 5;
const featuresNamed = 5;

/** The first day that `countWeeks` looks at. @param day - the day of the moment, which is not over */
export function firstLookedDay(day: UtcDay): UtcDay {
  return addDays(day, -7 * weeksLooked);
}

/**
 * Use in the seven full days before a day, and in the four times seven before them, the latest first. A week that ended
 * before the account was first heard of is left out: it is not a week of no use.
 */
export function countWeeks(
  usage: readonly Pick<Usage, 'day' | 'user'>[],
  rollups: readonly Pick<Rollup, 'day' | 'featureUses'>[],
  { day, firstSeenOn }: { day: UtcDay; firstSeenOn: UtcDay },
): WeekUse[] {
  return Array.from({ length: weeksLooked }, (_, back) => {
    const [from, to] = [addDays(day, -7 * (back + 1)), addDays(day, -7 * back - 1)];
    const isWithin = (one: { day: UtcDay }): boolean => one.day >= from && one.day <= to;
    const people = usage.filter((one) => isWithin(one) && one.user !== '').map(({ user }) => user);
    const uses = rollups.filter(isWithin).reduce((sum, { featureUses }) => sum + featureUses, 0);
    return { from, to, users: new Set(people).size, uses };
  }).filter(({ to }) => to >= firstSeenOn);
}

/** The features that were used most in the last seven full days, with the seven before. */
export function countFeatures(
  usage: readonly Pick<Usage, 'day' | 'feature' | 'uses'>[],
  day: UtcDay,
): WeekFeature[] {
  const sums = new Map<string, WeekFeature>();
  for (const { day: on, feature, uses } of usage) {
    if (feature === '' || on >= day || on < addDays(day, -14)) continue;
    const sum = sums.get(feature) ?? { feature, uses: 0, before: 0 };
    sums.set(feature, sum);
    if (on >= addDays(day, -7)) sum.uses += uses;
    else sum.before += uses;
  }
  return [...sums.values()]
    .sort(
      (one, other) =>
        other.uses - one.uses || other.before - one.before || (one.feature < other.feature ? -1 : 1),
    )
    .slice(0, featuresNamed);
}

/** A figure of the last seven days beside the seven before and the mean of the four weeks before. */
export interface WeekFigure {
  now: number;
  before: number | null; // null = the account was not known then
  /** Whole percent from the week before; null = there was none, or nothing to divide by */
  changePercent: number | null;
  /** Of the weeks before that are known, at most four; null = none is */
  mean: number | null;
}

/** Holds a week against those before it. @returns null when not even this week is known */
export function compareWeeks(weeks: readonly WeekUse[], key: 'users' | 'uses'): WeekFigure | null {
  const [now, ...earlier] = weeks.map((week) => week[key]);
  if (now === undefined) return null;
  const [before = null] = earlier;
  return {
    now,
    before,
    changePercent: before === null || before === 0 ? null : Math.round((100 * (now - before)) / before),
    mean:
      earlier.length === 0
        ? null
        : Math.round((10 * earlier.reduce((sum, one) => sum + one, 0)) / earlier.length) / 10,
  };
}
