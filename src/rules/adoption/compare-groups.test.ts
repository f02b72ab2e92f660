import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareGroups, leastInGroup } from './compare-groups.ts';

describe('who was sent a nudge against who was held out', () => {
  it('gives the interval of the published example: 56 of 70 against 48 of 80', () => {
    const found = compareGroups({ size: 70, acted: 56 }, { size: 80, acted: 48 });
    expect(found).toMatchObject({ kind: 'compared', verdict: 'more' });
    if (found.kind !== 'compared') return;
    // Source: Newcombe (1998), table II, example (a), method 10
    expect([found.difference, found.low, found.high].map((value) => value.toFixed(4))).toEqual([
      ...['0.2000', '0.0524', '0.3339'],
    ]);
  });

  it('says nothing while a group is small, whatever it shows', () => {
    const enough = { size: leastInGroup, acted: leastInGroup };
    const small = { size: leastInGroup - 1, acted: 0 };
    expect(compareGroups(enough, small)).toEqual({ kind: 'too-few', needed: leastInGroup });
    expect(compareGroups(small, enough)).toEqual({ kind: 'too-few', needed: leastInGroup });
    expect(compareGroups({ size: 0, acted: 0 }, { size: 0, acted: 0 }).kind).toBe('too-few');
  });

  it.each([
    ['half of a hundred against half of a hundred', [100, 50], [100, 50], 'not-shown'],
    ['a few more', [100, 55], [100, 50], 'not-shown'],
    ['twice as many', [100, 60], [100, 30], 'more'],
    ['half as many', [100, 30], [100, 60], 'fewer'],
    ['nobody in either', [40, 0], [40, 0], 'not-shown'],
    ['everybody in both', [40, 40], [40, 40], 'not-shown'],
  ] as const)('%s is %4$s', (_, [size, acted], [otherSize, otherActed], verdict) => {
    expect(compareGroups({ size, acted }, { size: otherSize, acted: otherActed })).toMatchObject({ verdict });
  });

  it('keeps every interval around its difference and within −1 to 1', () => {
    const group = fc
      .integer({ min: leastInGroup, max: 500 })
      .chain((size) => fc.integer({ min: 0, max: size }).map((acted) => ({ size, acted })));
    fc.assert(
      fc.property(group, group, (sent, heldOut) => {
        const found = compareGroups(sent, heldOut);
        if (found.kind !== 'compared') throw new Error('both groups are large enough');
        expect(found.low).toBeLessThanOrEqual(found.difference);
        expect(found.high).toBeGreaterThanOrEqual(found.difference);
        expect(found.low).toBeGreaterThanOrEqual(-1);
        expect(found.high).toBeLessThanOrEqual(1);
      }),
      // Nobody against everybody: the sum of floats is −1.0000000000000002.
      {
        examples: [
          [
            { size: 30, acted: 0 },
            { size: 65, acted: 65 },
          ],
        ],
      },
    );
  });
});
