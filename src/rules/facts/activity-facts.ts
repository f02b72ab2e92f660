import type { EventType } from '../../domain/event-types.ts';
import { activityDays, type DayActivity, type RuleSubject } from '../../domain/rule-subject.ts';
import { daysBetween } from '../../domain/utc-day.ts';
import { gapsBetween, percentileOf } from './rhythm.ts';
import { between, changePercent, type RuleFact, sumOf } from './rule-fact.ts';

const useTypes: readonly EventType[] = ['user.session', 'feature.used', 'recipe.completed'];
const lifeTypes: readonly EventType[] = [...useTypes, 'ticket.created', 'sponsor.touch'];
const mostUses = 1_000_000_000;

/** Fewer pauses say nothing of a rhythm. */
const leastGaps = 3;
/** A usual pause is the 90th percentile of one's own: nine of ten were no longer. */
const usualPercent = 90;

/** Use and signs of life: how much, how long ago, and how both compare with the account's own habit. */
export const activityFacts: readonly RuleFact[] = [
  {
    id: 'daysSinceUse',
    words: 'days since the last use',
    unit: 'days',
    ...{ least: 0, most: activityDays },
    needs: useTypes,
    feeds: ['session', 'use'],
    read: (subject) => silence(subject, (day) => day.actions > 0),
  },
  {
    id: 'daysSinceEngaged',
    words: 'days since the last sign of life',
    unit: 'days',
    ...{ least: 0, most: activityDays },
    needs: lifeTypes,
    feeds: ['session', 'use', 'ticket', 'sponsor'],
    read: (subject) => silence(subject, isEngaged),
  },
  {
    id: 'engagedDays180',
    words: 'days with a sign of life in 180',
    unit: 'count',
    ...{ least: 0, most: 180 },
    needs: lifeTypes,
    feeds: ['session', 'use', 'ticket', 'sponsor'],
    read: ({ days }) => between(days, 0, 179).filter(isEngaged).length,
  },
  {
    id: 'usualPauseDays',
    words: 'days that nine of ten of its own pauses do not exceed',
    unit: 'days',
    ...{ least: 1, most: activityDays },
    needs: lifeTypes,
    feeds: ['session', 'use', 'ticket', 'sponsor'],
    read: ({ days }) => usualPause(days.filter(isEngaged).map(({ age }) => age)),
  },
  {
    id: 'silencePercentOfUsual',
    words: 'silence in percent of its own usual pause',
    unit: 'percent',
    ...{ least: 0, most: 100_000 },
    needs: lifeTypes,
    feeds: ['session', 'use', 'ticket', 'sponsor'],
    read: (subject) => percentOfUsual(subject.days.filter(isEngaged).map(({ age }) => age)),
  },
  {
    id: 'uses28',
    words: 'uses in 28 days',
    unit: 'count',
    ...{ least: 0, most: mostUses },
    needs: useTypes,
    feeds: ['session', 'use'],
    read: ({ days }) => usesIn(days, 0, 27),
  },
  {
    id: 'usesBefore28',
    words: 'uses in the 28 days before those',
    unit: 'count',
    ...{ least: 0, most: mostUses },
    needs: useTypes,
    feeds: ['session', 'use'],
    read: ({ days }) => usesIn(days, 28, 55),
  },
  {
    id: 'usesChange28',
    words: 'change of use against the 28 days before',
    unit: 'change',
    ...{ least: -100, most: 1_000_000 },
    needs: useTypes,
    feeds: ['session', 'use'],
    read: ({ days }) => changePercent(usesIn(days, 0, 27), usesIn(days, 28, 55)),
  },
];

function isEngaged({ actions, tickets, sponsor }: DayActivity): boolean {
  return actions > 0 || tickets > 0 || sponsor > 0;
}

function usesIn(days: readonly DayActivity[], from: number, to: number): number {
  return sumOf(between(days, from, to), ({ actions }) => actions);
}

/** Days since the last one of a kind; who never had one is unknown as long as nothing at all is older. */
function silence(
  { days, account, day }: RuleSubject,
  isOne: (activity: DayActivity) => boolean,
): number | null {
  const last = days.find(isOne);
  if (last) return last.age;
  return days.length === 0 && daysBetween(account.firstSeenOn, day) < activityDays ? null : activityDays;
}

/** The pause that nine of ten of one's own do not exceed; the one that is running now is none yet. */
export function usualPause(ages: readonly number[]): number | null {
  const gaps = gapsBetween(ages);
  return gaps.length < leastGaps ? null : percentileOf(gaps, usualPercent);
}

/** The running pause in whole percent of the usual one. */
export function percentOfUsual(ages: readonly number[]): number | null {
  const [last] = ages;
  const usual = usualPause(ages);
  return last === undefined || usual === null ? null : Math.floor((100 * last) / usual);
}
