import { expect, it } from 'vitest';
import { monthBefore } from './month-before.ts';

it.each([
  ['UTC', '2027-01-01T08:00:00.000Z', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['Asia/Tokyo', '2026-12-31T23:00:00.000Z', '2026-11-30T15:00:00.000Z', '2026-12-31T15:00:00.000Z'],
  ['America/Los_Angeles', '2027-01-01T16:00:00.000Z', '2026-12-01T08:00:00.000Z', '2027-01-01T08:00:00.000Z'],
])('the month before the first of January, at eight in %s, is December', (zone, at, from, to) => {
  expect(monthBefore(new Date(at), zone)).toEqual({
    from: new Date(from),
    to: new Date(to),
    name: '2026-12',
  });
});
