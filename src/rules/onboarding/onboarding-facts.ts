import type { Account } from '../../domain/account.ts';
import { type BuiltInEvent, isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import type { EventType } from '../../domain/event-types.ts';
import { addDays, daysBetween, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';

/** Everything that an onboarding is judged by: nothing else is read, so the same facts give the same verdicts. */
export interface OnboardingFacts {
  account: Account;
  /** Of this account, oldest first, none after `asOf`. */
  events: readonly StoredEvent[];
  /**
   * What any source has ever sent by then: names of types, and `milestone.reached sso_live` for each milestone. Who never
   * sends it cannot be blamed for not having done it.
   */
  heard: ReadonlySet<string>;
  asOf: Date;
}

/** The last day on which an onboarding is followed. Source: ours; twice its length, then a late one is another matter. */
export const followedDays = 60;

/** Day 0: when the contract starts, else the day of the first event. */
export function onboardingStart(account: Pick<Account, 'startsOn' | 'firstSeenOn'>): UtcDay {
  return account.startsOn ?? account.firstSeenOn;
}

/** Which day of its onboarding it is; negative = the contract has not started. */
export function onboardingDay(account: Pick<Account, 'startsOn' | 'firstSeenOn'>, asOf: Date): number {
  return daysBetween(onboardingStart(account), utcDayOf(asOf));
}

/** A stretch of days of an onboarding, both ends included. */
export interface DayRange {
  from: number;
  to: number;
}

/** The events of a stretch of days. */
export function eventsWithin({ account, events }: OnboardingFacts, { from, to }: DayRange): StoredEvent[] {
  const start = onboardingStart(account);
  const [first, last] = [addDays(start, from), addDays(start, to)];
  return events.filter(({ event }) => {
    const day = utcDayOf(event.at);
    return day >= first && day <= last;
  });
}

/** The same facts without what happened after a day of the onboarding. */
export function factsUntil(facts: OnboardingFacts, day: number): OnboardingFacts {
  const last = addDays(onboardingStart(facts.account), day);
  return { ...facts, events: facts.events.filter(({ event }) => utcDayOf(event.at) <= last) };
}

/** A stored event whose type is known. */
export type StoredOf<T extends EventType> = StoredEvent & { event: Extract<BuiltInEvent, { type: T }> };

/** The events of one built-in type. */
export function ofType<T extends EventType>(events: readonly StoredEvent[], type: T): StoredOf<T>[] {
  return events.filter(
    (stored): stored is StoredOf<T> => isBuiltIn(stored.event) && stored.event.type === type,
  );
}

/** The events that reached a milestone. */
export function milestonesOf(
  events: readonly StoredEvent[],
  ...names: string[]
): StoredOf<'milestone.reached'>[] {
  return ofType(events, 'milestone.reached').filter(({ event }) => names.includes(event.payload.milestone));
}

/** What an event counts as; a registered type counts as what it feeds. */
export function signalOf({
  event,
}: StoredEvent): { kind: 'session' | 'use' | 'error' | 'ticket'; count: number } | null {
  if (!isBuiltIn(event)) {
    const { feeds } = event;
    return feeds === 'none' || feeds === 'sponsor' ? null : { kind: feeds, count: 1 };
  }
  switch (event.type) {
    case 'user.session':
      return { kind: 'session', count: 1 };
    case 'feature.used':
      return { kind: 'use', count: event.payload.count ?? 1 };
    case 'error.raised':
      return { kind: 'error', count: event.payload.count ?? 1 };
    case 'ticket.created':
      return { kind: 'ticket', count: 1 };
    default:
      return null;
  }
}

/** The built-in types that show a person at work; registered ones that feed sessions or uses do too. */
export const activityTypes = ['user.session', 'feature.used', 'recipe.completed'] as const;

/** Whether an event shows a person at work: a session, a use of a feature or a completed recipe. */
export function isActivity(stored: StoredEvent): boolean {
  const kind = signalOf(stored)?.kind;
  return kind === 'session' || kind === 'use' || stored.event.type === 'recipe.completed';
}

/** The first sign of work of each named user, oldest first. */
export function firstUses(events: readonly StoredEvent[]): StoredEvent[] {
  const first = new Map<string, StoredEvent>();
  for (const stored of events) {
    const { user } = stored.event;
    if (user !== null && isActivity(stored) && !first.has(user)) first.set(user, stored);
  }
  return [...first.values()];
}

/** The types that an onboarding is judged by. */
export const onboardingTypes: readonly EventType[] = [
  'contract.updated',
  'seat.changed',
  'milestone.reached',
  'integration.state',
  'recipe.completed',
  'feature.used',
  'user.session',
  'error.raised',
  'job.retry',
  'ticket.created',
  'ticket.updated',
  'ticket.resolved',
  'value.measured',
  'feature.requested',
];
