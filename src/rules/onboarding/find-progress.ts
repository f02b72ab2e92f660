import { isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import { startOfDay } from '../../domain/utc-day.ts';
import {
  eventsWithin,
  firstUses,
  followedDays,
  type OnboardingFacts,
  onboardingStart,
} from './onboarding-facts.ts';

/**
 * What moves an onboarding: a milestone, an integration that connects, a completed recipe, the first work of a new user.
 * @returns oldest first, of the days that are followed
 */
export function findProgress(facts: OnboardingFacts): StoredEvent[] {
  const events = eventsWithin(facts, { from: 0, to: followedDays });
  const moves = [...events.filter(isStep), ...firstUses(events)];
  const distinct = new Map<number, StoredEvent>(moves.map((stored) => [stored.seq, stored]));
  return [...distinct.values()].sort(
    (one, other) => one.event.at.getTime() - other.event.at.getTime() || one.seq - other.seq,
  );
}

/** Whether a record by itself moves an onboarding; the first work of a new user does too, and only the others' tell. */
export function isStep({ event }: Pick<StoredEvent, 'event'>): boolean {
  if (!isBuiltIn(event)) return false;
  if (event.type === 'integration.state') return event.payload.state === 'connected';
  return event.type === 'milestone.reached' || event.type === 'recipe.completed';
}

/** When it moved last; the start of the contract where it never did. */
export function lastProgressAt(facts: OnboardingFacts, progress: readonly StoredEvent[]): Date {
  return progress.at(-1)?.event.at ?? startOfDay(onboardingStart(facts.account));
}
