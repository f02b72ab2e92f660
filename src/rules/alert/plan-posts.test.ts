import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChannelState, type PostPlan, planPosts } from './plan-posts.ts';

const calm: ChannelState = { singles: 0, onTheirWay: 0, flood: null };

describe('planPosts', () => {
  it.each<[number, Partial<ChannelState>, PostPlan]>([
    [0, {}, { kind: 'nothing' }],
    [10, {}, { kind: 'singles', count: 10 }],
    [11, {}, { kind: 'head' }],
    [1, { singles: 9 }, { kind: 'singles', count: 1 }],
    [1, { singles: 10 }, { kind: 'head' }],
    [1, { singles: 12 }, { kind: 'head' }],
    [3, { singles: 10, flood: { message: null } }, { kind: 'nothing' }],
    [3, { singles: 10, flood: { message: 'm1' } }, { kind: 'thread', count: 3, message: 'm1' }],
    [3, { flood: { message: 'm1' } }, { kind: 'singles', count: 3 }],
    [10, { onTheirWay: 58 }, { kind: 'singles', count: 2 }],
    [200, { flood: { message: 'm1' }, onTheirWay: 20 }, { kind: 'thread', count: 40, message: 'm1' }],
    [11, { onTheirWay: 60 }, { kind: 'nothing' }],
  ])('%i waiting, with %j', (waiting, state, plan) => {
    expect(planPosts(waiting, { ...calm, ...state })).toEqual(plan);
  });

  it('never has more on their way than sixty, nor more than ten an hour by themselves', () => {
    const state = fc.record({
      singles: fc.nat(20),
      onTheirWay: fc.nat(80),
      flood: fc.constantFrom(null, { message: null }, { message: 'm1' }),
    });
    fc.assert(
      fc.property(fc.nat(300), state, (waiting, channel) => {
        const plan = planPosts(waiting, channel);
        const count = 'count' in plan ? plan.count : 0;
        expect(count).toBeLessThanOrEqual(Math.max(0, 60 - channel.onTheirWay));
        expect(count).toBeLessThanOrEqual(waiting);
        if (plan.kind === 'singles') expect(channel.singles + count).toBeLessThanOrEqual(10);
      }),
    );
  });
});
