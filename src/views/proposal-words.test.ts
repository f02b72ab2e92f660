import { expect, test } from 'vitest';
import { distance } from './proposal-words.ts';

const now = new Date('2026-11-21T12:00:00.000Z');
const after = (hours: number, minutes = 0, seconds = 0) =>
  distance(new Date(now.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1_000).toISOString(), now);

test.each([
  [after(71, 59), 'in 3 days'],
  [after(72), 'in 3 days'],
  [after(59), 'in 2 days'],
  [after(48), 'in 2 days'],
  [after(47, 40), 'in 2 days'],
  [after(47, 20), 'in 47 h'],
  [after(1, 40), 'in 2 h'],
  [after(0, 59, 40), 'in 1 h'],
  [after(0, 59, 20), 'in 59 min'],
  [after(0, 1, 40), 'in 2 min'],
  [after(0, 0, 59), 'in less than a minute'],
  [after(0, 0, -59), 'just now'],
  [after(0, -2), '2 min ago'],
  [after(-71, -59), '3 days ago'],
])('%s is said as %s, which is the nearest', (said, expected) => {
  expect(said).toBe(expected);
});
