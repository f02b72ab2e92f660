import { describe, expect, it } from 'vitest';
import { integration, onboardingFacts, reached } from '../../../test/support/onboarding.ts';
import { judgeOutcomes } from './judge-outcomes.ts';
import { logFriction } from './log-friction.ts';
import { rankFriction } from './rank-friction.ts';
import { recoverableSteps } from './recoverable-steps.ts';

describe('the steps that can be recovered', () => {
  const at = (day: number, ...happened: Parameters<typeof onboardingFacts>[1]) => {
    const facts = onboardingFacts(day, happened);
    return recoverableSteps(judgeOutcomes(facts), logFriction(facts));
  };

  it('are what is broken, which can be run again, then goals that were missed, which cannot', () => {
    const [broken, ...missed] = at(9, reached(1, 'sso_live'), integration(2, 'crm: eu', 'failed'));
    expect(broken).toEqual({
      key: 'integration:crm: eu',
      title: 'Integration crm: eu has failed',
      job: 'crm: eu',
      ways: ['retry', 'template', 'person'],
    });
    expect(missed.map(({ key }) => key)).toEqual([
      ...['goal:first_integration', 'goal:first_dataset', 'goal:first_recipe', 'goal:active_users'],
    ]);
    expect(missed.every(({ ways, job }) => !ways.includes('retry') && job === null)).toBe(true);
  });

  it('are neither those whose day has not passed nor those reached late or mended', () => {
    expect(at(7.5)).toEqual([]);
    const late = at(9, reached(8.5, 'sso_live'), integration(2, 'crm', 'failed'), integration(3, 'crm'));
    expect(late.map(({ key }) => key)).not.toContain('goal:sso_live');
    expect(late.map(({ key }) => key)).not.toContain('integration:crm');
  });
});

describe('the causes of friction over all accounts', () => {
  const entry = (account: string, key: string, more: Record<string, unknown> = {}) => ({
    account,
    key,
    kind: key.split(':')[0] as 'error',
    title: key,
    count: 1,
    isOpen: true,
    owner: null,
    shipOn: null,
    ...more,
  });

  it('come by the accounts that they hit, then by how often; tickets and stalls are their account’s own', () => {
    const causes = rankFriction(
      [
        entry('a', 'error:E1', { count: 9 }),
        entry('a', 'error:E2', { owner: 'agent1', shipOn: '2026-12-04' }),
        entry('b', 'error:E2', { shipOn: '2026-12-01' }),
        entry('a', 'stall:2026-11-01'),
        entry('b', 'stall:2026-11-01'),
        entry('c', 'error:E2', { isOpen: false }),
      ],
      10,
    );
    expect(causes.map(({ key, accounts }) => [key, accounts])).toEqual([
      ['error:E2', ['a', 'b']],
      ['error:E1', ['a']],
      ['a stall:2026-11-01', ['a']],
      ['b stall:2026-11-01', ['b']],
    ]);
    expect(causes[0]).toMatchObject({ count: 2, owners: ['agent1'], shipOn: '2026-12-01' });
  });

  it('are no more than asked for', () => {
    const many = Array.from({ length: 30 }, (_, index) => entry('a', `error:E${index}`));
    expect(rankFriction(many, 10)).toHaveLength(10);
  });
});
