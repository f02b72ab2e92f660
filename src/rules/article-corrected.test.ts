import { expect, test } from 'vitest';
import { isCorrected } from './article-corrected.ts';

test.each([
  ['2026-11-11', '2026-11-10T00:00:00.000Z', true],
  ['2026-11-11', '2026-11-10T23:59:59.999Z', true],
  ['2026-11-10', '2026-11-10T00:00:00.000Z', false],
  ['2026-11-09', '2026-11-10T12:00:00.000Z', false],
  [null, '2026-11-10T12:00:00.000Z', false],
] as const)('changed on %s, called wrong at %s: corrected %j', (updatedOn, reportedAt, corrected) => {
  expect(isCorrected(updatedOn, new Date(reportedAt), new Date('2026-11-12T00:00:00.000Z'))).toBe(corrected);
});

test.each([
  ['2026-11-13', true],
  ['2026-11-14', false],
  ['2099-01-01', false],
] as const)('a date ahead of the clock, %s on 12 Nov 2026, was corrected: %j', (updatedOn, corrected) => {
  const [reportedAt, now] = [new Date('2026-11-10T00:00:00.000Z'), new Date('2026-11-12T23:00:00.000Z')];
  expect(isCorrected(updatedOn, reportedAt, now)).toBe(corrected);
});
