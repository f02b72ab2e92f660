import { expect, test } from 'vitest';
import { bootstrap, isRealDrop, mean } from './bootstrap.ts';

const half = Array.from({ length: 100 }, (_, index) => index % 2);

test('the range of a mean holds it, and is narrower for more cases', () => {
  const small = bootstrap(half.slice(0, 20), mean) ?? { low: 1, high: 0 };
  const large = bootstrap(half, mean) ?? { low: 1, high: 0 };
  expect(large.low).toBeLessThan(0.5);
  expect(large.high).toBeGreaterThan(0.5);
  // The normal interval of a share of one half in 100 cases is 0.40 to 0.60.
  expect(large.low).toBeCloseTo(0.4, 1);
  expect(large.high).toBeCloseTo(0.6, 1);
  expect(small.high - small.low).toBeGreaterThan(large.high - large.low);
});

test('is the same every time, and nothing without cases or values', () => {
  expect(bootstrap(half, mean)).toEqual(bootstrap(half, mean));
  expect(bootstrap([], mean)).toBe(null);
  expect(bootstrap(half, () => null)).toBe(null);
  expect(mean([])).toBe(null);
});

test('a drop is real when most questions fare worse, and not when as many fare better or hardly any moves', () => {
  const before = Array.from({ length: 40 }, () => 1);
  expect(isRealDrop(before, before)).toBe(false);
  expect(
    isRealDrop(
      before,
      before.map((_, index) => (index < 12 ? 0.5 : 1)),
    ),
  ).toBe(true);
  expect(
    isRealDrop(
      before,
      before.map((_, index) => (index < 1 ? 0.5 : 1)),
    ),
  ).toBe(false);
  expect(isRealDrop([0.5, 1, 0.5, 1], [1, 0.5, 1, 0.5])).toBe(false);
  expect(isRealDrop([], [])).toBe(false);
});
