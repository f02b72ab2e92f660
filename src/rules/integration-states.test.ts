import { describe, expect, it } from 'vitest';
import { integration, onboardingFacts } from '../../test/support/onboarding.ts';
import type { RuleSubject } from '../domain/rule-subject.ts';
import { recordFacts } from './facts/record-facts.ts';
import { type IntegrationState, readIntegrations } from './integration-states.ts';
import { logFriction } from './onboarding/log-friction.ts';
import { workingIntegrations } from './onboarding/measure-set-up.ts';

const said = (...states: IntegrationState[]) => states.map((state, index) => ({ index, state }));
const read = (...states: IntegrationState[]) =>
  readIntegrations(said(...states), ({ state }) => ({ integration: 'crm', state }))[0];

describe('an integration', () => {
  it.each<[IntegrationState[], { isSetUp: boolean; isFaulty: boolean }]>([
    [['connected'], { isSetUp: true, isFaulty: false }],
    [['connected', 'degraded'], { isSetUp: true, isFaulty: true }],
    [['degraded'], { isSetUp: true, isFaulty: true }],
    [['connected', 'failed'], { isSetUp: false, isFaulty: true }],
    [['connected', 'failed', 'connected'], { isSetUp: true, isFaulty: false }],
    [['connected', 'failed', 'disconnected'], { isSetUp: false, isFaulty: false }],
    [['connected', 'disconnected'], { isSetUp: false, isFaulty: false }],
  ])('after %j reads %j, for goals, friction and rules alike', (states, { isSetUp, isFaulty }) => {
    const facts = onboardingFacts(
      10,
      states.map((state, day) => integration(day, 'crm', state)),
    );
    const subject = { records: facts.events, day: '2026-11-11' } as unknown as RuleSubject;
    const broken = recordFacts.find(({ id }) => id === 'brokenIntegrations')?.read(subject);
    const friction = logFriction(facts).find(({ key }) => key === 'integration:crm');
    expect(workingIntegrations(facts.events).length === 1).toBe(isSetUp);
    expect([broken, friction?.isOpen ?? false]).toEqual([isFaulty ? 1 : 0, isFaulty]);
  });

  it('has its faults since the first of them, and is set up since it connected last', () => {
    expect(read('connected', 'degraded', 'failed')).toMatchObject({
      state: 'failed',
      setUpSince: null,
      faultySince: { index: 1 },
      faults: [{ index: 1 }, { index: 2 }],
    });
    expect(read('connected', 'connected', 'degraded')).toMatchObject({
      setUpSince: { index: 1 },
      faultySince: { index: 2 },
    });
  });
});
