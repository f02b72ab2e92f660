import { describe, expect, it } from 'vitest';
import { onboardingFacts, reached } from '../../../test/support/onboarding.ts';
import type { Account } from '../../domain/account.ts';
import type { InvitationKind } from '../../domain/onboarding.ts';
import type { WorkingHours } from '../../domain/sla.ts';
import { wallClock } from '../business-time/local-time.ts';
import { type MeetingTimes, meetingTime } from '../business-time/meeting-time.ts';
import { dueInvitations, planInvitation } from './plan-invitations.ts';

const account = { startsOn: '2026-11-02', firstSeenOn: '2026-11-02' };
const hours: WorkingHours = {
  zone: 'Europe/Berlin',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '09:00',
  to: '17:00',
  holidays: ['2026-11-23', '2026-12-25'],
};
const on = (
  kind: InvitationKind,
  now: string,
  times: Partial<MeetingTimes> = {},
  of: Pick<Account, 'startsOn' | 'firstSeenOn'> = account,
): string =>
  planInvitation(kind, of, new Date(now), { hours, customerZone: null, ...times }).startsAt.toISOString();

describe('an invitation', () => {
  it('is for its day of the onboarding, at ten of our own morning', () => {
    expect(on('champion-training', '2026-11-03T09:00:00Z')).toBe('2026-11-12T09:00:00.000Z');
    expect(on('business-review', '2026-11-16T09:00:00Z')).toBe('2026-11-30T09:00:00.000Z');
    const summer = { startsOn: '2026-06-01', firstSeenOn: '2026-06-01' };
    expect(on('champion-training', '2026-06-02T09:00:00Z', {}, summer)).toBe('2026-06-11T08:00:00.000Z');
  });

  it('is two days ahead at the least, and never on a weekend or a holiday', () => {
    expect(on('champion-training', '2026-11-17T23:59:00Z')).toBe('2026-11-19T09:00:00.000Z');
    for (const now of ['2026-11-19T09:00:00Z', '2026-11-20T09:00:00Z', '2026-11-21T09:00:00Z'])
      expect(on('champion-training', now)).toBe('2026-11-24T09:00:00.000Z');
    expect(on('office-hours', '2026-11-03T09:00:00Z')).toBe('2026-11-09T09:00:00.000Z');
  });

  it.each([
    ['America/New_York', '2026-11-12T15:00:00.000Z', 'ten there, four here'],
    ['America/Los_Angeles', '2026-11-12T15:00:00.000Z', 'our last hour: seven there is the least early'],
    ['Asia/Singapore', '2026-11-12T08:00:00.000Z', 'our first hour, four in the afternoon there'],
    ['Asia/Kolkata', '2026-11-12T08:00:00.000Z', 'half past one there'],
  ])('to a customer in %s is at %s: %s', (customerZone, expected) => {
    expect(on('champion-training', '2026-11-03T09:00:00Z', { customerZone })).toBe(expected);
  });

  it('is on no weekend of the customer’s either', () => {
    const sunday = { ...hours, days: ['sun', 'mon'] as WorkingHours['days'], zone: 'Asia/Dubai' };
    const times = { hours: sunday, customerZone: 'Europe/Berlin' };
    expect(on('champion-training', '2026-11-13T09:00:00Z', times)).toBe('2026-11-16T09:00:00.000Z');
  });

  it('of whatever length lies within our hours and, where they meet, within theirs', () => {
    const zones = ['America/New_York', 'Europe/London', 'Asia/Kolkata', null];
    for (const customerZone of zones)
      for (const day of Array.from({ length: 18 }, (_, index) => 7 * index)) {
        const now = new Date(Date.parse('2026-09-01T11:00:00Z') + day * 86_400_000);
        const at = meetingTime(now.toISOString().slice(0, 10), 60, { hours, customerZone }, now);
        for (const zone of [hours.zone, customerZone ?? hours.zone]) {
          const [start, end] = [wallClock(zone, at), wallClock(zone, new Date(at.getTime() + 3_600_000))];
          expect([start.time >= '09:00', end.time <= '17:00', start.day]).toEqual([true, true, end.day]);
        }
        expect(at > now && !hours.holidays.includes(wallClock(hours.zone, at).day)).toBe(true);
      }
  });

  it('to office hours repeats for four weeks', () => {
    const times = { hours, customerZone: null };
    expect(planInvitation('office-hours', account, new Date('2026-11-03'), times).weeks).toBe(4);
  });
});

describe('the invitations that are due', () => {
  const due = (day: number, ...happened: Parameters<typeof onboardingFacts>[1]) =>
    dueInvitations(onboardingFacts(day, happened), day);

  it('begin on day 1, the review on day 14, and end after day 30', () => {
    expect(due(0)).toEqual([]);
    expect(due(1)).toEqual(['champion-training', 'office-hours']);
    expect(due(14)).toEqual(['champion-training', 'office-hours', 'business-review']);
    expect(due(31)).toEqual([]);
  });

  it('leave out what was reached without one, and customers who left', () => {
    expect(due(15, reached(12, 'champion_trained'))).toEqual(['office-hours', 'business-review']);
    const left = onboardingFacts(15, [], { account: { status: 'ended' } });
    expect(dueInvitations(left, 15)).toEqual([]);
  });
});
