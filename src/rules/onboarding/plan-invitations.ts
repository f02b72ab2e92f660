import type { Account } from '../../domain/account.ts';
import { type InvitationKind, invitationKinds } from '../../domain/onboarding.ts';
import { addDays, utcDayOf } from '../../domain/utc-day.ts';
import { type MeetingTimes, meetingTime } from '../business-time/meeting-time.ts';
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

/** Nobody is invited to tomorrow. */
const noticeDays = 2;

/** Source: seeds, day 14 "champion trained", Epic 3 "office hours cadence", execution step 7. */
const plans: Readonly<Record<InvitationKind, Plan>> = {
  'champion-training': {
    title: 'Champion training',
    day: 10,
    fromDay: 1,
    minutes: 60,
    weeks: 1,
    until: 'champion_trained',
    agenda: ['What your team wants to reach', 'The recipes for it, hands on', 'How you train others'],
  },
  'office-hours': {
    title: 'Office hours',
    day: 6,
    fromDay: 1,
    minutes: 30,
    weeks: 4,
    agenda: ['Open questions', 'What got in the way since last week'],
  },
  'business-review': {
    title: 'Day-30 business review',
    day: 28,
    fromDay: 14,
    minutes: 60,
    weeks: 1,
    until: 'business_review',
    agenda: ['What was reached, in figures', 'Who uses it, by role', 'Next use cases and who takes them on'],
  },
};

/** How long invitations are proposed: whoever has not met anybody by then needs another way. */
const lastDay = 30;

/** The invitations that are due as of now; those that nobody needs any more are left out. */
export function dueInvitations(facts: OnboardingFacts, day: number): InvitationKind[] {
  if (facts.account.status === 'ended' || day > lastDay) return [];
  return invitationKinds.filter((kind) => day >= plans[kind].fromDay && isNeeded(facts, plans[kind]));
}

/**
 * One invitation, on its day of the onboarding or, where that is over or too near, as soon as may be: within our working
 * hours, on none of our holidays, and where their zone is known in the customer's day.
 */
export function planInvitation(
  kind: InvitationKind,
  account: Pick<Account, 'startsOn' | 'firstSeenOn'>,
  now: Date,
  times: MeetingTimes,
): PlannedInvitation {
  const { title, day, minutes, weeks, agenda } = plans[kind];
  const soonest = addDays(utcDayOf(now), noticeDays);
  const wanted = addDays(onboardingStart(account), day);
  const startsAt = meetingTime(wanted > soonest ? wanted : soonest, minutes, times, now);
  return { kind, title, startsAt, minutes, weeks, agenda };
}

function isNeeded({ events }: OnboardingFacts, { until }: Plan): boolean {
  return until === undefined || milestonesOf(events, until).length === 0;
}
