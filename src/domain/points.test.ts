import { expect, it } from 'vitest';
import { formatPoints } from './points.ts';

it.each([
  [64.96, '64.96'],
  [65, '65.00'],
  [0, '0.00'],
  [100, '100.00'],
])('%d points are %s: a score never looks like the border of its band', (points, text) => {
  expect(formatPoints(points)).toBe(text);
});
