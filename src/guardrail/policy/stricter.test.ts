import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ruling } from '../../domain/proposal.ts';
import { stricter, withoutAutomation } from './stricter.ts';

const order = ['auto', 'earned', 'approve', 'deny'];
const ids = fc.subarray(['a', 'b', 'c']);
const hours = fc.integer({ min: 1, max: 200 });
const ruling = (policyVersion: string): fc.Arbitrary<Ruling> =>
  fc.oneof(
    { weight: 1, arbitrary: ids.map((policyIds) => deny(policyIds, policyVersion)) },
    {
      weight: 4,
      arbitrary: fc.record({
        effect: fc.constantFrom('auto' as const, 'earned' as const, 'approve' as const),
        quorum: fc.integer({ min: 1, max: 4 }),
        expiresHours: hours,
        escalateHours: hours,
        policyIds: ids,
        policyVersion: fc.constant(policyVersion),
      }),
    },
  );

function deny(policyIds: string[], policyVersion: string): Ruling {
  return { effect: 'deny', policyIds, policyVersion, reason: `by ${policyVersion}` };
}

/** What a ruling means for people: without the ids and versions that explain it. */
function substance(given: Ruling): unknown {
  if (given.effect === 'deny') return 'deny';
  const { effect, quorum, expiresHours, escalateHours } = given;
  return { effect, quorum, expiresHours, escalateHours };
}

describe('TB17: the strictest of two rulings', () => {
  test('is never laxer than either, in any term', () => {
    fc.assert(
      fc.property(ruling('old'), ruling('new'), (a, b) => {
        const both = stricter(a, b);
        for (const one of [a, b]) {
          expect(order.indexOf(both.effect)).toBeGreaterThanOrEqual(order.indexOf(one.effect));
          if (both.effect === 'deny' || one.effect === 'deny') continue;
          expect(both.quorum).toBeGreaterThanOrEqual(one.quorum);
          expect(both.expiresHours).toBeLessThanOrEqual(one.expiresHours);
          expect(both.escalateHours).toBeLessThanOrEqual(one.escalateHours);
        }
      }),
    );
  });

  test('does not depend on order or grouping, and adds nothing to itself', () => {
    fc.assert(
      fc.property(ruling('1'), ruling('2'), ruling('3'), (a, b, c) => {
        expect(substance(stricter(a, b))).toEqual(substance(stricter(b, a)));
        const left = stricter(stricter(a, b), c);
        expect(substance(left)).toEqual(substance(stricter(a, stricter(b, c))));
        expect(substance(stricter(a, a))).toEqual(substance(a));
      }),
    );
  });

  test('names the later version, every policy of both, and who denied', () => {
    const allow: Ruling = {
      effect: 'auto',
      quorum: 1,
      expiresHours: 72,
      escalateHours: 24,
      policyIds: ['b'],
      policyVersion: 'old',
    };
    const later: Ruling = { ...allow, policyIds: ['a', 'b'], policyVersion: 'new' };
    expect(stricter(allow, later)).toMatchObject({ policyIds: ['a', 'b'], policyVersion: 'new' });
    expect(stricter(deny(['c'], 'old'), later)).toEqual(deny(['c'], 'old'));
    expect(stricter(allow, deny(['c'], 'new'))).toEqual(deny(['c'], 'new'));
    expect(stricter(deny(['d'], 'old'), deny(['c'], 'new'))).toEqual(deny(['c', 'd'], 'new'));
  });
});

test('without automation everything that is not denied is asked about', () => {
  fc.assert(
    fc.property(ruling('1'), (a) => {
      const expected = a.effect === 'deny' ? a : { ...a, effect: 'approve' };
      expect(withoutAutomation(a)).toEqual(expected);
    }),
  );
});
