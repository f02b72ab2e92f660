import type { CustomSignal, EventType } from '../../domain/event-types.ts';
import { activityDays, type DayActivity, type RuleSubject } from '../../domain/rule-subject.ts';
import { daysBetween } from '../../domain/utc-day.ts';
import { longestPause, longestPauseEnds, pausePercent, quietPercent } from './rhythm.ts';
import { type Ages, between, changePercent, type RuleFact, sumOf } from './rule-fact.ts';

const useTypes: readonly EventType[] = ['user.session', 'feature.used', 'recipe.completed'];
const lifeTypes: readonly EventType[] = [...useTypes, 'ticket.created', 'sponsor.touch'];
const mostUses = 1_000_000_000;

const lifeFeeds: readonly CustomSignal[] = ['session', 'use', 'ticket', 'sponsor'];
/** A rhythm is looked for in the last half year. */
const rhythmDays = 180;

/** Use and signs of life: how much, how long ago, and how both compare with the account's own habit. */
export const activityFacts: readonly RuleFact[] = [
  {
    id: 'daysSinceUse',
    words: 'days since the last use',
    unit: 'days',
    least: 0,
    most: activityDays,
    needs: useTypes,
    feeds: ['session', 'use'],
    ages: ({ days }) => lastOf(days, ({ actions }) => actions > 0),
    read: (subject) => silence(subject, (day) => day.actions > 0),
  },
  {
    id: 'daysSinceEngaged',
    words: 'days since the last activity, of the last 180',
    unit: 'days',
    least: 0,
    most: rhythmDays,
    needs: lifeTypes,
    feeds: lifeFeeds,
    ages: ({ days }) => lastOf(days, isEngaged),
    read: ({ counted }) => counted.lastEngagedAge,
  },
  {
    id: 'engagedDays28',
    words: 'days with a sign of life in 28',
    unit: 'count',
    least: 0,
    most: 28,
    needs: lifeTypes,
    feeds: lifeFeeds,
    ages: () => [[0, 27]],
    read: ({ days }) => engagedAges(days).filter((age) => age < 28).length,
  },
  {
    id: 'engagedDays180',
    words: 'days with activity in 180',
    unit: 'count',
    least: 0,
    most: rhythmDays,
    needs: lifeTypes,
    feeds: lifeFeeds,
    ages: () => [[0, rhythmDays - 1]],
    read: ({ days }) => engagedAges(days).length,
  },
  {
    id: 'longestPauseDays',
    words: 'days of its longest gap in 180',
    unit: 'days',
    least: 1,
    most: rhythmDays,
    needs: lifeTypes,
    feeds: lifeFeeds,
    ages: ({ days }) => pauseEnds(days),
    read: ({ days }) => longestPause(engagedAges(days)),
  },
  {
    id: 'pausePercentOfLongest',
    words: 'silence in percent of its own longest gap',
    unit: 'percent',
    least: 0,
    most: 100 * rhythmDays,
    needs: lifeTypes,
    feeds: lifeFeeds,
    ages: ({ days }) => [...lastOf(days, isEngaged), ...pauseEnds(days)],
    read: ({ days }) => pausePercent(engagedAges(days)),
  },
  {
    id: 'quietPercent',
    words: 'silence in percent of its longest gap, less sure the fewer days are known',
    unit: 'percent',
    least: 0,
    most: 100 * rhythmDays,
    needs: lifeTypes,
    feeds: lifeFeeds,
    ages: ({ days }) => [...lastOf(days, isEngaged), ...pauseEnds(days)],
    read: ({ days }) => quietPercent(engagedAges(days)),
  },
  {
    id: 'usesPercentOfUsual',
    words: 'use of 14 days in percent of its usual use in the 154 days before',
    unit: 'percent',
    least: 0,
    most: 1_000_000_000,
    needs: useTypes,
    feeds: ['session', 'use'],
    ages: () => [
      [0, 13],
      [14, 167],
    ],
    read({ days }) {
      const before = usesIn(days, 14, 167);
      // Cut up, not off: at most half is at most half.
      return before < 2 ? null : Math.ceil((11 * 100 * usesIn(days, 0, 13)) / before);
    },
  },
  {
    id: 'uses7',
    words: 'uses in 7 days',
    unit: 'count',
    least: 0,
    most: mostUses,
    needs: useTypes,
    feeds: ['session', 'use'],
    ages: () => [[0, 6]],
    read: ({ days }) => usesIn(days, 0, 6),
  },
  {
    id: 'uses28',
    words: 'uses in 28 days',
    unit: 'count',
    least: 0,
    most: mostUses,
    needs: useTypes,
    feeds: ['session', 'use'],
    ages: () => [[0, 27]],
    read: ({ days }) => usesIn(days, 0, 27),
  },
  {
    id: 'usesBefore28',
    words: 'uses in the 28 days before those',
    unit: 'count',
    least: 0,
    most: mostUses,
    needs: useTypes,
    feeds: ['session', 'use'],
    ages: () => [[28, 55]],
    read: ({ days }) => usesIn(days, 28, 55),
  },
  {
    id: 'usesChange28',
    words: 'change of use against the 28 days before',
    unit: 'change',
    least: -100,
    most: 1_000_000,
    needs: useTypes,
    feeds: ['session', 'use'],
    ages: () => [
      [0, 27],
      [28, 55],
    ],
    read: ({ days }) => changePercent(usesIn(days, 0, 27), usesIn(days, 28, 55)),
  },
];

function isEngaged({ actions, tickets, sponsor }: DayActivity): boolean {
  return actions > 0 || tickets > 0 || sponsor > 0;
}

/** The last day of a kind, if there is one. */
function lastOf(days: readonly DayActivity[], isOne: (activity: DayActivity) => boolean): Ages[] {
  const last = days.find(isOne);
  return last ? [[last.age, last.age]] : [];
}

/** The two days between which the longest pause lay. */
function pauseEnds(days: readonly DayActivity[]): Ages[] {
  return (longestPauseEnds(engagedAges(days)) ?? []).map((age) => [age, age]);
}

function engagedAges(days: readonly DayActivity[]): number[] {
  return between(days, 0, rhythmDays - 1)
    .filter(isEngaged)
    .map(({ age }) => age);
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
