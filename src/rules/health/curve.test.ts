import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Curve } from '../../domain/profile.ts';
import { meanOf, pointsAt } from './curve.ts';

describe('a curve', () => {
  const rising: Curve = [
    [0, 0],
    [10, 40],
    [20, 100],
  ];

  it.each([
    [-100, 0],
    [0, 0],
    [5, 2_000],
    [10, 4_000],
    [11, 4_600],
    [20, 10_000],
    [21, 10_000],
    [1_000_000_000, 10_000],
  ])('at %d is %d hundredths', (signal, hundredths) => {
    expect(pointsAt(rising, signal)).toBe(hundredths);
  });

  it('may fall', () => {
    const falling: Curve = [
      [1, 100],
      [4, 0],
    ];
    expect([0, 1, 2, 3, 4, 5].map((signal) => pointsAt(falling, signal))).toEqual([
      10_000, 10_000, 6_666, 3_333, 0, 0,
    ]);
  });

  it('may begin below zero', () => {
    const nps: Curve = [
      [-100, 0],
      [0, 50],
      [100, 100],
    ];
    expect([-101, -100, -50, -1, 0, 1].map((signal) => pointsAt(nps, signal))).toEqual([
      0, 0, 2_500, 4_950, 5_000, 5_050,
    ]);
  });

  const anyCurve: fc.Arbitrary<Curve> = fc
    .uniqueArray(fc.integer({ min: -1_000, max: 100_000 }), { minLength: 2, maxLength: 8 })
    .chain((signals) =>
      fc
        .array(fc.nat({ max: 100 }), { minLength: signals.length, maxLength: signals.length })
        .map((points) =>
          signals
            .sort((a, b) => a - b)
            .map((signal, index): [number, number] => [signal, points[index] ?? 0]),
        ),
    );

  it('goes through each of its points: no gap, no overlap (B2)', () => {
    fc.assert(
      fc.property(anyCurve, (curve) => {
        for (const [signal, points] of curve) expect(pointsAt(curve, signal)).toBe(points * 100);
      }),
    );
  });

  it('is whole, between 0 and 10,000, and between its neighbours', () => {
    fc.assert(
      fc.property(anyCurve, fc.integer({ min: -2_000, max: 200_000 }), (curve, signal) => {
        const value = pointsAt(curve, signal);
        const left = curve.filter(([at]) => at <= signal).at(-1) ?? curve[0];
        const right = curve.find(([at]) => at >= signal) ?? curve.at(-1);
        const [low, high] = [left?.[1] ?? 0, right?.[1] ?? 0].sort((a, b) => a - b) as [number, number];
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(low * 100);
        expect(value).toBeLessThanOrEqual(high * 100);
      }),
    );
  });
});

describe('a mean', () => {
  it.each([
    [[10_000], undefined, 10_000],
    [[0, 1], undefined, 0],
    [[10_000, 5_000, 5_000], undefined, 6_666],
    [[10_000, 0], [2, 1], 6_666],
    [[], undefined, 0],
  ])('of %j with weights %j is %d, rounded down', (values, weights, mean) => {
    expect(meanOf(values, weights)).toBe(mean);
  });
});
