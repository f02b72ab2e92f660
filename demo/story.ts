import type { EventType } from '../src/domain/event-types.ts';
import type { Band } from '../src/domain/health.ts';
import type { FaultCode } from './company/product.ts';
import type { TicketTopic } from './company/ticket-topics.ts';
import type { PayloadOf } from './fact.ts';
import type { OnboardingPlan } from './facts/onboarding.ts';

/** A line through points, oldest first: `[days before the anchor, value]`. Flat before the first and after the last. */
export type Curve = readonly (readonly [daysAgo: number, value: number])[];

/** One thing that happens once. */
export type Moment = {
  [T in EventType]: { daysAgo: number; type: T; payload: PayloadOf<T>; by?: 'champion' | 'sponsor' };
}[EventType];

/** A ticket that belongs to the story; support answers and closes it unless `resolvedAfterHours` is null. */
export interface ScriptedTicket extends TicketTopic {
  daysAgo: number;
  firstReplyMinutes: number;
  resolvedAfterHours: number | null; // null = still open
  csat?: 1 | 2 | 3 | 4 | 5;
}

/** What happens to an account over the year, as data. All days are counted back from the anchor. */
export interface Story {
  /** One line for people who look at the demo. */
  summary: string;
  /** The band that the story is written for on the anchor day; 'ended' = no customer any more. */
  leadsTo: Band | 'ended';
  /** How much people work with the product; 1 = as much as they like to. */
  activity: Curve;
  /** Share of the people who have started to use it, 0–1. */
  headcount: Curve;
  /** Whether the work follows the closing of each month instead of an even week. */
  monthEndRhythm: boolean;
  /** Day on which the person who drives the product leaves the customer. */
  championLeavesDaysAgo: number | null; // null = stays
  /** Errors in a thousand actions. */
  errorsPerThousand: Curve;
  /** The fault behind most errors since some day. */
  trouble: { code: FaultCode; sinceDaysAgo: number } | null; // null = no particular fault
  ticketsPerMonth: Curve;
  /** What surveys and ticket ratings say, 0–10. */
  mood: Curve;
  answersSurveys: boolean;
  /** Contacts with the sponsor, counted back from the last one. */
  sponsor: { everyDays: number; lastDaysAgo: number } | null; // null = never met
  /** How invoices are settled; from `stopsDaysAgo` on, new ones stay open or their payment fails. */
  payment: { afterDays: number; stopsDaysAgo: number | null; otherwise: 'overdue' | 'failed' };
  /** When the larger contract was discussed and signed. */
  expansion: { openedDaysAgo: number; wonDaysAgo: number } | null; // null = the contract never grew
  onboarding: OnboardingPlan;
  tickets: readonly ScriptedTicket[];
  moments: readonly Moment[];
}

/** The value of a curve on a day. */
export function valueAt(curve: Curve, daysAgo: number): number {
  let before = curve[0];
  for (const point of curve) {
    if (point[0] <= daysAgo) return between(before ?? point, point, daysAgo);
    before = point;
  }
  return before?.[1] ?? 0;
}

function between(older: Curve[number], newer: Curve[number], daysAgo: number): number {
  const span = older[0] - newer[0];
  if (span <= 0) return newer[1];
  const share = Math.min(1, Math.max(0, (older[0] - daysAgo) / span));
  return older[1] + (newer[1] - older[1]) * share;
}
