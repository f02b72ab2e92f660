import type { HealthFacts } from '../../domain/health-facts.ts';
import { daysBetween } from '../../domain/utc-day.ts';
import { lifecycleStage } from '../lifecycle.ts';

/** A rule that the facts of an account speak for, with the fact as a sentence. */
export interface Suspicion {
  rule: string;
  reason: string;
}

interface Hint {
  rule: string;
  /** The sentence; null = the facts do not speak for it. */
  find(facts: HealthFacts, score: number | null): string | null;
}

/** Source of 14 days, 50 %, 72 hours and 120 days: seeds, red flags and the epics on health and renewal. The rest is ours. */
const hints: readonly Hint[] = [
  {
    rule: 'failed-payment',
    find: ({ failedPayments84: failed, overdueDays }) =>
      failed > 0 && overdueDays > 0 ? `${failed} payments failed, and an invoice is overdue` : null,
  },
  {
    rule: 'onboarding-stalled',
    find: ({ account, asOfDay, lastEngagedAge: age }) =>
      lifecycleStage(account, asOfDay) === 'onboarding' && (age ?? 0) > 3
        ? `Onboarding, and no sign of life for ${age} days`
        : null,
  },
  {
    rule: 'no-login',
    find: ({ lastEngagedAge: age }) => (age !== null && age >= 14 ? `No sign of life for ${age} days` : null),
  },
  {
    rule: 'unpaid-invoice',
    find: ({ overdueDays }) => (overdueDays > 0 ? `An invoice is ${overdueDays} days overdue` : null),
  },
  {
    rule: 'usage-drop',
    find: ({ engagedDays28, engagedDays84 }) => {
      const before = engagedDays84 - engagedDays28;
      return before >= 16 && 4 * engagedDays28 <= before
        ? `${engagedDays28} active days in four weeks, ${before} in the eight before`
        : null;
    },
  },
  {
    rule: 'ticket-burst',
    find: ({ ticketsCreated28, ticketsCreated84 }) =>
      ticketsCreated28 >= 5 && 2 * ticketsCreated28 > ticketsCreated84
        ? `${ticketsCreated28} of the last ${ticketsCreated84} tickets came within four weeks`
        : null,
  },
  {
    rule: 'low-csat',
    find: ({ csatCount84, csatSum84 }) =>
      csatCount84 >= 2 && csatSum84 < 3 * csatCount84 ? `${csatCount84} ratings below 3 on average` : null,
  },
  {
    rule: 'renewal-risk',
    find: ({ account: { renewsOn }, asOfDay }, score) => {
      const days = renewsOn === null ? -1 : daysBetween(asOfDay, renewsOn);
      return days >= 0 && days <= 120 && score !== null && score < 65
        ? `The contract renews in ${days} days, and the score is ${score}`
        : null;
    },
  },
  {
    rule: 'sponsor-disengaged',
    find: ({ sponsorDaysEver, lastSponsorAge: age }) =>
      sponsorDaysEver > 0 && age !== null && age > 60 ? `No contact with the sponsor for ${age} days` : null,
  },
];

/** What the facts of an account speak for, the most urgent first: what to recommend where nothing was found yet. */
export function suspectRules(facts: HealthFacts, score: number | null): Suspicion[] {
  if (facts.account.status !== 'active') return [];
  return hints.flatMap(({ rule, find }) => {
    const reason = find(facts, score);
    return reason === null ? [] : [{ rule, reason }];
  });
}
