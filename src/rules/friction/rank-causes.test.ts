import { describe, expect, it } from 'vitest';
import type { FrictionPart } from '../../domain/friction.ts';
import { rankCauses } from './rank-causes.ts';

function part(key: string, given: Partial<FrictionPart> = {}): FrictionPart {
  return {
    source: 'error',
    key,
    title: key,
    customers: ['a'],
    times: 1,
    timesBefore: 0,
    owners: [],
    shipsOn: null,
    url: null,
    ...given,
  };
}

describe('causes of friction', () => {
  it('are one where their key is one: customers together, the issue speaks, nothing is counted twice', () => {
    const [cause, ...more] = rankCauses([
      part('issue x', {
        source: 'onboarding',
        title: 'Error X',
        customers: ['a', 'b'],
        times: 4,
        timesBefore: null,
      }),
      part('issue x', {
        source: 'known-issue',
        title: 'Loads stop',
        customers: ['b', 'c'],
        times: 3,
        timesBefore: 5,
      }),
    ]);
    expect(more).toEqual([]);
    expect(cause).toMatchObject({
      title: 'Loads stop',
      customers: ['a', 'b', 'c'],
      times: 4,
      timesBefore: 5,
      sources: ['known-issue', 'onboarding'],
    });
  });

  it('take owner and ship date from whoever names them, the known issue first', () => {
    const [cause] = rankCauses([
      part('k', { source: 'onboarding', owners: ['csm1'], shipsOn: '2026-12-01' }),
      part('k', { source: 'known-issue', owners: ['manager1'], shipsOn: null, url: '/x' }),
    ]);
    expect(cause).toMatchObject({ owners: ['manager1', 'csm1'], shipsOn: '2026-12-01', url: '/x' });
  });

  it('that hit more customers come first, then those seen more often; those that hit nobody are none', () => {
    const ranked = rankCauses([
      part('rare', { customers: ['a'], times: 9 }),
      part('rarer', { customers: ['b'], times: 2 }),
      part('wide', { customers: ['a', 'b'], times: 1 }),
      part('nobody', { customers: [], times: 99 }),
    ]);
    expect(ranked.map(({ key }) => key)).toEqual(['wide', 'rare', 'rarer']);
  });
});
