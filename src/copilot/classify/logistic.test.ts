import { expect, test } from 'vitest';
import { type LabelledCase, learnLogistic } from './logistic.ts';

const of = (value: number, happened: boolean, weight?: number): LabelledCase => ({
  features: [value],
  happened,
  ...(weight === undefined ? {} : { weight }),
});

test('learns the share of what happened where features say nothing', () => {
  const chance = learnLogistic([of(1, true), of(1, false), of(1, false), of(1, false)]);
  expect(chance([1])).toBeCloseTo(0.25, 3);
});

test('a chance rises with a feature that speaks for it, whatever its unit', () => {
  const cases = [1, 2, 3, 4, 5, 6].map((value) => of(value, value > 3 !== (value === 2)));
  const chance = learnLogistic(cases);
  const scaled = learnLogistic(
    cases.map(({ features, happened }) => of((features[0] ?? 0) * 1_000, happened)),
  );
  expect(chance([1])).toBeLessThan(chance([4]));
  expect(chance([4])).toBeLessThan(chance([6]));
  expect(scaled([4_000])).toBeCloseTo(chance([4]), 9);
});

test('a case counts as many times as its weight says', () => {
  const weighted = learnLogistic([of(0, true, 3), of(1, true), of(0, false), of(1, false, 2)]);
  const repeated = learnLogistic([
    ...[of(0, true), of(0, true), of(0, true), of(1, true)],
    ...[of(0, false), of(1, false), of(1, false)],
  ]);
  expect(weighted([0])).toBeGreaterThan(0.6);
  expect(weighted([0])).toBeCloseTo(repeated([0]), 1);
});

test('cases that a line separates perfectly give no infinite weight', () => {
  const chance = learnLogistic([of(0, false), of(1, true)]);
  expect(chance([1])).toBeGreaterThan(0.9);
  expect(chance([1])).toBeLessThan(1);
  expect(Number.isFinite(chance([1e9]))).toBe(true);
});

test('without cases nothing is likely', () => expect(learnLogistic([])([])).toBe(0));
