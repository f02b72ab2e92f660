import { expect, test } from 'vitest';
import { freshnessOf, isStale } from './freshness.ts';

test.each([
  ['2026-11-26', 1],
  ['2026-12-24', 1],
  ['2026-05-30', 1],
  ['2025-11-29', 0.95],
  ['2025-05-30', 0.9],
  ['2020-01-01', 0.9],
])('what was reviewed on %s counts %d on 26 November 2026', (reviewedOn, expected) => {
  expect(freshnessOf(reviewedOn, '2026-11-26')).toBeCloseTo(expected, 2);
});

test.each([
  ['2026-05-30', '2026-11-26', false],
  ['2026-05-29', '2026-11-26', true],
  ['2026-12-01', '2026-11-26', false],
])('a review of %s is stale on %s: %j', (reviewedOn, today, expected) => {
  expect(isStale(reviewedOn, today)).toBe(expected);
});
