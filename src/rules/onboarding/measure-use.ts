import { counted } from '../../domain/counted.ts';
import type { StoredEvent } from '../../domain/event.ts';
import { done, type Measure, rated, unmeasured } from './measure.ts';
import {
  type DayRange,
  eventsWithin,
  firstUses,
  followedDays,
  type OnboardingFacts,
  signalOf,
} from './onboarding-facts.ts';

/** Source: seeds, Day 7 "≥5 active users". */
const activeUsersWanted = 5;
/** Errors per use that are allowed. Source: seeds, Day 7 "error budget <2%". */
const errorBudgetPercent = 2;
/** Active users of licensed seats. Source: seeds, "Customer Lifecycle": 80 % by day 30. */
const seatSharePercent = 80;

/** Whether enough people were at work. */
export function measureActiveUsers(facts: OnboardingFacts): Measure {
  const users = firstUses(eventsWithin(facts, { from: 0, to: followedDays }));
  if (users.length === 0 && !hearsUse(facts)) return unmeasured('no source has ever sent sessions or use');
  return done(
    users.length >= activeUsersWanted,
    `${users.length} of ${activeUsersWanted} active users`,
    users,
  );
}

/** Whether errors stay within their budget: errors for each use, in percent. */
export function measureErrorBudget(facts: OnboardingFacts, days: DayRange): Measure {
  const events = eventsWithin(facts, days);
  const errors = events.filter((stored) => signalOf(stored)?.kind === 'error');
  const uses = sumOf(events, 'use');
  const raised = sumOf(events, 'error');
  if (errors.length === 0 && !facts.heard.has('error.raised'))
    return unmeasured('no source has ever sent errors');
  if (uses === 0 && raised === 0) return unmeasured('nothing was used, so there is no rate of errors');
  if (uses === 0) return rated(false, `${counted(raised, 'error')} and no use`, errors);
  const words = `${counted(raised, 'error')} in ${counted(uses, 'use')}, ${percentOf(raised, uses)}; the budget is under ${errorBudgetPercent} %`;
  return rated(100 * raised < errorBudgetPercent * uses, words, errors);
}

/** Whether the people it was bought for use it: active users of licensed seats. */
export function measureTargetRoles(facts: OnboardingFacts): Measure {
  const { seats } = facts.account;
  if (!seats) return unmeasured('no contract says how many seats there are');
  const users = firstUses(eventsWithin(facts, { from: 0, to: followedDays }));
  if (users.length === 0 && !hearsUse(facts)) return unmeasured('no source has ever sent sessions or use');
  const words = `${users.length} of ${counted(seats, 'seat')} active, ${Math.floor((100 * users.length) / seats)} %; the goal is ${seatSharePercent} %`;
  return done(100 * users.length >= seatSharePercent * seats, words, users);
}

function hearsUse({ heard }: OnboardingFacts): boolean {
  return heard.has('user.session') || heard.has('feature.used');
}

function sumOf(events: readonly StoredEvent[], kind: 'use' | 'error'): number {
  return events.reduce((sum, stored) => {
    const signal = signalOf(stored);
    return signal?.kind === kind ? sum + signal.count : sum;
  }, 0);
}

/** With one decimal, cut off rather than rounded: 1.99 % is not 2.0 %. */
function percentOf(part: number, whole: number): string {
  return `${(Math.floor((1000 * part) / whole) / 10).toFixed(1)} %`;
}
