import { describe, expect, it } from 'vitest';
import { onboardingFacts, reached } from '../../../test/support/onboarding.ts';
import { planInvitation, planInvitations } from './plan-invitations.ts';

const account = { startsOn: '2026-11-02', firstSeenOn: '2026-11-02' };
const on = (kind: Parameters<typeof planInvitation>[0], now: string): string =>
  planInvitation(kind, account, new Date(now)).startsAt.toISOString();

describe('an invitation', () => {
  it('is for its day of the onboarding', () => {
    expect(on('champion-training', '2026-11-03T09:00:00Z')).toBe('2026-11-12T14:00:00.000Z');
    expect(on('business-review', '2026-11-16T09:00:00Z')).toBe('2026-11-30T14:00:00.000Z');
  });

  it('is two days ahead at the least, and never on a weekend', () => {
    expect(on('champion-training', '2026-11-17T23:59:00Z')).toBe('2026-11-19T14:00:00.000Z');
    expect(on('champion-training', '2026-11-19T09:00:00Z')).toBe('2026-11-23T14:00:00.000Z');
    expect(on('champion-training', '2026-11-20T09:00:00Z')).toBe('2026-11-23T14:00:00.000Z');
    expect(on('office-hours', '2026-11-03T09:00:00Z')).toBe('2026-11-09T14:00:00.000Z');
  });

  it('to office hours repeats for four weeks', () => {
    expect(planInvitation('office-hours', account, new Date('2026-11-03')).weeks).toBe(4);
  });
});

describe('the invitations that are due', () => {
  const due = (day: number, ...happened: Parameters<typeof onboardingFacts>[1]) =>
    planInvitations(onboardingFacts(day, happened), day).map(({ kind }) => kind);

  it('begin on day 1, the review on day 14, and end after day 30', () => {
    expect(due(0)).toEqual([]);
    expect(due(1)).toEqual(['champion-training', 'office-hours']);
    expect(due(14)).toEqual(['champion-training', 'office-hours', 'business-review']);
    expect(due(31)).toEqual([]);
  });

  it('leave out what was reached without one, and customers who left', () => {
    expect(due(15, reached(12, 'champion_trained'))).toEqual(['office-hours', 'business-review']);
    const left = onboardingFacts(15, [], { account: { status: 'ended' } });
    expect(planInvitations(left, 15)).toEqual([]);
  });
});
