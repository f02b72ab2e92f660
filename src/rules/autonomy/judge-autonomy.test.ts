import { describe, expect, test } from 'vitest';
import { judgeAutonomy, levelAfter, mustDemote } from './judge-autonomy.ts';

/** The newest first: `good` of `count` were approved as proposed, the others are the newest. */
const decided = (good: number, count: number): boolean[] =>
  Array.from({ length: count }, (_, n) => n >= count - good);

describe('what it takes to run by itself', () => {
  test.each([
    [45, 50, true, 'exactly 90 % of exactly 50'],
    [44, 49, false, '49 decisions, 89.8 %'],
    [49, 49, false, 'one decision too few, however good'],
    [44, 50, false, '88 % of 50'],
    [899, 1_000, false, '89.9 %: no rounding helps'],
    [900, 1_000, true, '90.0 %'],
    [50, 50, true, 'all of 50'],
  ])('given %i of %i as proposed, then %s (%s)', (good, count, mayBeAuto) => {
    const record = judgeAutonomy(decided(good, count), []);
    expect(record.mayBeAuto).toBe(mayBeAuto);
    expect(record.missing === null).toBe(mayBeAuto);
  });

  test('the 50th decision makes the difference', () => {
    const forty9 = decided(45, 49);
    expect(judgeAutonomy(forty9, []).missing).toBe('1 more decision within 30 days');
    expect(judgeAutonomy([true, ...forty9], []).mayBeAuto).toBe(true);
    expect(judgeAutonomy([false, ...forty9], []).mayBeAuto).toBe(true);
    expect(judgeAutonomy([false, ...decided(44, 49)], []).mayBeAuto).toBe(false);
  });

  test('a share is shown rounded down, never up to the bar', () => {
    expect(judgeAutonomy(decided(899, 1_000), []).asProposedPercent).toBe(89);
    expect(judgeAutonomy(decided(899, 1_000), []).missing).toBe(
      '89 % were approved as proposed, 90 % are needed',
    );
    expect(judgeAutonomy([], []).asProposedPercent).toBeNull();
  });

  test('a bad last stretch keeps it from starting, whatever the month says', () => {
    const record = judgeAutonomy(decided(95, 100), decided(15, 20));
    expect(record).toMatchObject({ mayBeAuto: false, lastDecisions: 20, lastPercent: 75 });
    expect(record.missing).toBe('too many of the last decisions were against it');
  });
});

describe('what ends it', () => {
  test.each([
    [16, 20, false, 'exactly 80 %'],
    [15, 20, true, 'one below 80 %'],
    [0, 19, false, 'nineteen say nothing yet'],
    [0, 20, true, 'none of twenty'],
    [20, 20, false, 'all of twenty'],
  ])('given %i of the last %i as proposed, then it must stop: %s (%s)', (good, count, stops) => {
    expect(mustDemote(decided(good, count))).toBe(stops);
  });

  test('only the last 20 count: what is older neither saves nor dooms it', () => {
    expect(mustDemote([...decided(15, 20), ...decided(100, 100)])).toBe(true);
    expect(mustDemote([...decided(16, 20), ...decided(0, 100)])).toBe(false);
  });

  test('only auto is taken away, and it becomes suggest', () => {
    const bad = decided(0, 20);
    expect(levelAfter('auto', bad)).toBe('suggest');
    expect(levelAfter('auto', decided(16, 20))).toBe('auto');
    expect(levelAfter('suggest', bad)).toBe('suggest');
    expect(levelAfter('shadow', bad)).toBe('shadow');
  });
});
