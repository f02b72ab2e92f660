import type { Account } from '../../domain/account.ts';
import type { EventType } from '../../domain/event-types.ts';
import type { RuleSubject } from '../../domain/rule-subject.ts';
import { daysBetween, startOfDay, type UtcDay } from '../../domain/utc-day.ts';
import { isStep } from '../onboarding/find-progress.ts';
import { onboardingStart } from '../onboarding/onboarding-facts.ts';
import { recordsOf } from './record-facts.ts';
import type { RuleFact } from './rule-fact.ts';

/** The last day of onboarding, counted from the start of the contract. Source: seeds, "Onboarding (Days 1-30)". */
const onboardingEndsAfterDays = 30;
const hourMs = 3_600_000;
/** What tells of steps: who sends none of it cannot be seen to stand still. */
const progressTypes = ['milestone.reached', 'recipe.completed', 'integration.state'] as const;

/** Where the account stands in its contract and on its way. */
export const contractFacts: readonly RuleFact[] = [
  {
    id: 'customerDays',
    words: 'days as a customer',
    unit: 'days',
    least: 0,
    most: 36_500,
    needs: [],
    contract: ['startsOn'],
    read: (subject) => Math.max(0, daysBetween(startedOn(subject), subject.day)),
  },
  {
    id: 'daysToRenewal',
    words: 'days to the renewal',
    unit: 'days',
    least: -36_500,
    most: 36_500,
    needs: ['contract.updated'],
    contract: ['renewsOn'],
    read: ({ account, day }) => (account.renewsOn === null ? null : daysBetween(day, account.renewsOn)),
  },
  {
    id: 'onboardingIdleHours',
    words: 'time without progress in onboarding',
    unit: 'hours',
    least: 0,
    most: 24 * (onboardingEndsAfterDays + 1),
    needs: ['milestone.reached', 'recipe.completed', 'integration.state'] as readonly EventType[],
    contract: ['startsOn'],
    read: idleHours,
    records: (subject) => progressOf(subject).map(({ seq }) => seq),
  },
];

function startedOn({ account }: RuleSubject): string {
  return onboardingStart(account);
}

/** Whether an account is in the days in which standing still is asked about. */
export function isOnboarding(account: Account, day: UtcDay): boolean {
  const age = daysBetween(onboardingStart(account), day);
  return age >= 0 && age <= onboardingEndsAfterDays;
}

/** What moved it since the start, the latest first: the same moves that its onboarding is judged by. */
function progressOf(subject: RuleSubject): { seq: number; at: Date }[] {
  if (!isOnboarding(subject.account, subject.day)) return [];
  const start = startOfDay(startedOn(subject));
  const steps = subject.records.filter(isStep).map(({ seq, event }) => ({ seq, at: event.at }));
  const moves = new Map([...steps, ...subject.newUsers].map((move) => [move.seq, move]));
  return [...moves.values()]
    .filter(({ at }) => at >= start)
    .sort((a, b) => b.at.getTime() - a.at.getTime() || b.seq - a.seq);
}

/**
 * Hours since the last step, or since the start where there was none.
 * Null = nobody ever reports a step; or onboarding is over: day 30 has passed, or the business review was held.
 */
function idleHours(subject: RuleSubject): number | null {
  if (!progressTypes.some((type) => subject.typesKnown.has(type))) return null;
  if (!isOnboarding(subject.account, subject.day)) return null;
  const start = startOfDay(startedOn(subject));
  const isOver = recordsOf(subject, 'milestone.reached').some(
    ({ payload, at }) => payload.milestone === 'business_review' && at >= start,
  );
  if (isOver) return null;
  const since = progressOf(subject)[0]?.at ?? start;
  return Math.floor((subject.asOf.getTime() - since.getTime()) / hourMs);
}
