import type { Account } from '../../domain/account.ts';
import { type InvitationKind, invitationKinds } from '../../domain/onboarding.ts';
import { addDays, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { milestonesOf, type OnboardingFacts, onboardingStart } from './onboarding-facts.ts';

/** An invitation that an onboarding calls for: what is proposed, before anybody looks at calendars. */
export interface PlannedInvitation {
  kind: InvitationKind;
  title: string;
  startsAt: Date;
  minutes: number;
  /** How often it repeats, weekly; 1 = once. */
  weeks: number;
  agenda: readonly string[];
}

interface Plan {
  title: string;
  /** The day it should be on, and the first on which it is proposed. */
  day: number;
  fromDay: number;
  minutes: number;
  weeks: number;
  agenda: readonly string[];
  /** Reached = no longer needed. */
  until?: string;
}

/** Afternoon in Europe and morning in America; people move it. Source: ours. */
const hourUtc = 14;
/** Nobody is invited to tomorrow. */
const noticeDays = 2;

/** Source: seeds, day 14 "champion trained", Epic 3 "office hours cadence", execution step 7. */
const plans: Readonly<Record<InvitationKind, Plan>> = {
  'champion-training': {
    ...{ title: 'Champion training', day: 10, fromDay: 1, minutes: 60, weeks: 1, until: 'champion_trained' },
    agenda: ['What your team wants to reach', 'The recipes for it, hands on', 'How you train others'],
  },
  'office-hours': {
    ...{ title: 'Office hours', day: 6, fromDay: 1, minutes: 30, weeks: 4 },
    agenda: ['Open questions', 'What got in the way since last week'],
  },
  'business-review': {
    ...{
      title: 'Day-30 business review',
      day: 28,
      fromDay: 14,
      minutes: 60,
      weeks: 1,
      until: 'business_review',
    },
    agenda: ['What was reached, in figures', 'Who uses it, by role', 'Next use cases and who takes them on'],
  },
};

/** How long invitations are proposed: whoever has not met anybody by then needs another way. */
const lastDay = 30;

/** The invitations that are due as of now; those that nobody needs any more are left out. */
export function planInvitations(facts: OnboardingFacts, day: number): PlannedInvitation[] {
  if (facts.account.status === 'ended' || day > lastDay) return [];
  return invitationKinds
    .filter((kind) => day >= plans[kind].fromDay && isNeeded(facts, plans[kind]))
    .map((kind) => planInvitation(kind, facts.account, facts.asOf));
}

/** One invitation, on its day of the onboarding or, where that is over or too near, as soon as may be; never on a weekend. */
export function planInvitation(
  kind: InvitationKind,
  account: Pick<Account, 'startsOn' | 'firstSeenOn'>,
  now: Date,
): PlannedInvitation {
  const { title, day, minutes, weeks, agenda } = plans[kind];
  const soonest = addDays(utcDayOf(now), noticeDays);
  const wanted = addDays(onboardingStart(account), day);
  const on = workday(wanted > soonest ? wanted : soonest);
  return { kind, title, startsAt: new Date(`${on}T${hourUtc}:00:00.000Z`), minutes, weeks, agenda };
}

function isNeeded({ events }: OnboardingFacts, { until }: Plan): boolean {
  return until === undefined || milestonesOf(events, until).length === 0;
}

/** The day itself, or the Monday after it. */
function workday(day: UtcDay): UtcDay {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  if (weekday === 6) return addDays(day, 2);
  return weekday === 0 ? addDays(day, 1) : day;
}
