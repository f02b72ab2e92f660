import { describe, expect, it } from 'vitest';
import {
  firstFortnight,
  firstWeek,
  type Happened,
  integration,
  onboardingFacts,
  reached,
  used,
} from '../../../test/support/onboarding.ts';
import { judgeOutcomes } from './judge-outcomes.ts';
import { type JudgedStatus, judgeStatus } from './onboarding-status.ts';

function statusOf(
  asOfDay: number,
  happened: readonly Happened[],
  options?: Parameters<typeof onboardingFacts>[2],
): JudgedStatus {
  const facts = onboardingFacts(asOfDay, happened, options);
  return judgeStatus(facts, judgeOutcomes(facts));
}

describe('the status of an onboarding', () => {
  it('is on track while no goal was missed and something moves', () => {
    expect(statusOf(2, [])).toMatchObject({ status: 'on_track', idleHours: 48 });
    expect(statusOf(8, firstWeek).status).toBe('on_track');
  });

  it('is stuck after more than 72 hours without a move while something is open', () => {
    expect(statusOf(3, []).status).toBe('on_track');
    const stuck = statusOf(3.001, []);
    expect(stuck.status).toBe('stuck');
    expect(stuck.reason).toContain('no progress for 72 hours; 5 goals open: SSO live, 1 integration enabled');
  });

  it.each([
    ['a milestone', reached(5, 'dataset_ingested')],
    ['an integration that connects', integration(5, 'crm')],
    ['a recipe', [5, 'recipe.completed', { recipe: 'x' }] as const],
    ['the first work of a new user', used(5, 'new')],
  ])('%s is a move', (_, happened: Happened) => {
    expect(statusOf(7, [reached(1, 'sso_live'), happened])).toMatchObject({
      status: 'on_track',
      idleHours: 48,
    });
  });

  it.each([
    ['more work of the same user', used(5, 'ann')],
    ['an integration that fails', integration(5, 'crm', 'failed')],
    ['a ticket', [5, 'ticket.created', { ticketId: 'T-1' }, 'bob'] as const],
  ])('%s is none', (_, happened: Happened) => {
    expect(statusOf(7, [used(1, 'ann'), happened]).status).toBe('stuck');
  });

  it('is behind when a goal of a passed day was missed, also if it was reached later', () => {
    const late = [...firstWeek.slice(1), reached(8.5, 'sso_live')];
    expect(statusOf(9, late)).toMatchObject({ status: 'behind', reason: '1 goal missed: SSO live' });
  });

  it('is not stuck by goals that are more than a week away', () => {
    expect(statusOf(20, firstFortnight).status).toBe('on_track');
    expect(statusOf(23, firstFortnight).status).toBe('stuck');
  });

  it('is complete when day 30 has passed and nothing failed, and over after day 60 or without a contract', () => {
    const whole: Happened[] = [
      ...firstFortnight,
      [20, 'feature.requested', { feature: 'x' }],
      [27, 'value.measured', { hoursSaved: 4 }],
      reached(28, 'business_review'),
    ];
    expect(statusOf(31, whole).status).toBe('complete');
    expect(statusOf(61, whole).status).toBe('over');
    expect(statusOf(5, [], { account: { status: 'ended' } })).toMatchObject({
      status: 'over',
      reason: 'the contract ended',
    });
  });
});
