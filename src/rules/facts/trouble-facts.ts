import { activityDays, type RuleSubject } from '../../domain/rule-subject.ts';
import { percentileOf } from './rhythm.ts';
import { between, type RuleFact, sumOf } from './rule-fact.ts';

/** Days with use that a baseline of error rates needs. */
const leastBaselineDays = 5;
/** One error in a quiet month is no catastrophe: a baseline is at least ten errors per thousand uses. */
const baselineFloorPermille = 10;
/** Weeks before this one that a usual number of tickets is counted over. */
const usualWeeks = 12;

/** Errors, tickets and contact with the sponsor. */
export const troubleFacts: readonly RuleFact[] = [
  {
    id: 'errors7',
    words: 'errors in 7 days',
    unit: 'count',
    least: 0,
    most: 1_000_000_000,
    needs: ['error.raised'],
    feeds: ['error'],
    ages: () => [[0, 6]],
    read: ({ counted }) => (counted.errorsEver ? counted.errors7 : null),
  },
  {
    id: 'errorRate7',
    words: 'errors in percent of uses in 7 days',
    unit: 'permille',
    least: 0,
    most: 1_000_000,
    needs: ['error.raised'],
    feeds: ['error'],
    ages: () => [[0, 6]],
    read: ({ counted }) => errorRate(counted),
  },
  {
    id: 'errorRateUsual',
    words: 'errors in percent of uses, on 95 of 100 of its own days at most',
    unit: 'permille',
    least: 0,
    most: 1_000_000,
    needs: ['error.raised'],
    feeds: ['error'],
    ages: () => [[7, 34]],
    read: ({ counted }) => usualErrorRate(counted),
  },
  {
    id: 'errorPercentOfUsual',
    words: 'error rate in percent of its own 95th percentile',
    unit: 'percent',
    least: 0,
    most: 100_000_000,
    needs: ['error.raised'],
    feeds: ['error'],
    ages: () => [
      [0, 6],
      [7, 34],
    ],
    read({ counted }) {
      const [rate, usual] = [errorRate(counted), usualErrorRate(counted)];
      if (rate === null || usual === null) return null;
      return Math.floor((100 * rate) / Math.max(baselineFloorPermille, usual));
    },
  },
  {
    id: 'tickets7',
    words: 'tickets in 7 days',
    unit: 'count',
    least: 0,
    most: 100_000,
    needs: ['ticket.created'],
    feeds: ['ticket'],
    ages: () => [[0, 6]],
    read: ({ days }) => ticketsIn(days, 0, 6),
  },
  {
    id: 'urgentTickets7',
    words: 'tickets of priority P0 or P1 in 7 days',
    unit: 'count',
    least: 0,
    most: 100_000,
    needs: ['ticket.created'],
    having: 'priority',
    ages: () => [[0, 6]],
    read: ({ days }) => sumOf(between(days, 0, 6), ({ urgent }) => urgent),
  },
  {
    id: 'ticketsPercentOfUsual',
    words: 'tickets this week in percent of its usual week',
    unit: 'percent',
    least: 0,
    most: 100_000_000,
    needs: ['ticket.created'],
    feeds: ['ticket'],
    ages: () => [
      [0, 6],
      [7, 7 * (usualWeeks + 1) - 1],
    ],
    read({ days }) {
      const before = ticketsIn(days, 7, 7 * (usualWeeks + 1) - 1);
      return before === 0 ? null : Math.floor((100 * usualWeeks * ticketsIn(days, 0, 6)) / before);
    },
  },
  {
    id: 'daysSinceSponsor',
    words: 'days since the last contact with the sponsor',
    unit: 'days',
    least: 0,
    most: activityDays,
    needs: ['sponsor.touch'],
    feeds: ['sponsor'],
    ages: ({ counted: { lastSponsorAge: age } }) => (age === null ? [] : [[age, age]]),
    read: ({ counted }) =>
      counted.lastSponsorAge === null ? null : Math.min(counted.lastSponsorAge, activityDays),
  },
  {
    id: 'sponsorDaysEver',
    words: 'days with contact with the sponsor, ever',
    unit: 'count',
    least: 0,
    most: 100_000,
    needs: ['sponsor.touch'],
    feeds: ['sponsor'],
    read: ({ counted }) => counted.sponsorDaysEver,
  },
];

type Counted = RuleSubject['counted'];

function errorRate({ errorsEver, errors7, uses7 }: Counted): number | null {
  return !errorsEver || uses7 === 0 ? null : Math.min(Math.floor((1_000 * errors7) / uses7), 1_000_000);
}

function usualErrorRate({ errorsEver, baselineErrorRates }: Counted): number | null {
  if (!errorsEver || baselineErrorRates.length < leastBaselineDays) return null;
  return percentileOf(baselineErrorRates, 95);
}

function ticketsIn(days: RuleSubject['days'], from: number, to: number): number {
  return sumOf(between(days, from, to), ({ tickets }) => tickets);
}
