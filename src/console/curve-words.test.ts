import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Curve } from '../domain/profile.ts';
import { pointsAt } from '../rules/health/curve.ts';
import { curveText, readingText } from './curve-words.ts';

const curves = fc
  .uniqueArray(fc.tuple(fc.integer({ min: -200, max: 5000 }), fc.integer({ min: 0, max: 100 })), {
    minLength: 2,
    maxLength: 8,
    selector: ([signal]) => signal,
  })
  .map((points): Curve => points.sort((a, b) => a[0] - b[0]));

describe('readingText', () => {
  const curve: Curve = [
    [0, 0],
    [10, 80],
    [20, 100],
    [30, 40],
    [40, 40],
  ];

  it('says how the points come about', () => {
    expect(readingText(curve, 13)).toBe('80 + (13 − 10) × 20 ÷ 10');
    expect(readingText(curve, 25)).toBe('100 − (25 − 20) × 60 ÷ 10');
    expect(readingText(curve, 10)).toBe('10 → 80');
    expect(readingText(curve, 35)).toBe('30 to 40 → 40');
    expect(readingText(curve, -5)).toBe('below 0 → 0');
    expect(readingText(curve, 999)).toBe('above 40 → 40');
    expect(
      readingText(
        [
          [-100, 0],
          [0, 50],
        ],
        -57,
      ),
    ).toBe('0 + (−57 − (−100)) × 50 ÷ 100');
    expect(readingText([], 3)).toBe('');
  });

  it('comes to the points that the score counts', () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: -400, max: 6000 }), (points, value) => {
        expect(calculate(readingText(points, value))).toBe(pointsAt(points, value));
      }),
    );
  });
});

describe('curveText', () => {
  it('lists the points', () => {
    expect(
      curveText([
        [-100, 0],
        [1200, 50],
      ]),
    ).toBe('−100 → 0, 1,200 → 50');
  });
});

/** Does by hand what a reader does; whole numbers, since 0.1 + 0.2 is no sum to trust. */
function calculate(text: string): number {
  const plain = text.replaceAll(',', '').replaceAll('−', '-');
  if (plain.includes('→')) return 100 * Number(plain.split('→')[1]);
  const match = /^(\d+) ([+-]) \((-?\d+) - \(?(-?\d+)\)?\) × (\d+) ÷ (\d+)$/.exec(plain);
  const [base = 0, value = 0, from = 0, rise = 0, run = 1] = [1, 3, 4, 5, 6].map((index) =>
    Number(match?.[index]),
  );
  const sign = match?.[2] === '-' ? -1 : 1;
  return Math.floor((100 * (base * run + sign * (value - from) * rise)) / run);
}
