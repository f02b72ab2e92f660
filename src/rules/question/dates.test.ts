import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, isUtcDay } from '../../domain/utc-day.ts';
import { countDays, readDay } from './dates.ts';

/** A Saturday. */
const today = '2026-11-21';

describe('readDay', () => {
  it.each([
    ['2026-11-01', '2026-11-01', 1],
    ['2027-01-01', '2027-01-01', 1],
    ['1 nov', '2026-11-01', 2],
    ['nov 1', '2026-11-01', 2],
    ['1st of november', '2026-11-01', 3],
    ['the 3rd of may 2025', '2025-05-03', 5],
    ['november 1 2026', '2026-11-01', 3],
    ['1 november 2025', '2025-11-01', 3],
    ['sept 9', '2026-09-09', 2],
    ['21 nov', '2026-11-21', 2],
    ['22 nov', '2025-11-22', 2],
    ['29 feb', '2024-02-29', 2],
    ['october', '2026-10-01', 1],
    ['december', '2025-12-01', 1],
    ['november', '2026-11-01', 1],
    ['october 2024', '2024-10-01', 2],
    ['monday', '2026-11-16', 1],
    ['last monday', '2026-11-16', 2],
    ['saturday', '2026-11-14', 1],
    ['fri', '2026-11-20', 1],
    ['today', today, 1],
    ['yesterday', '2026-11-20', 1],
    ['last week', '2026-11-14', 2],
    ['last month', '2026-10-22', 2],
    ['last quarter', '2026-08-23', 2],
    ['last year', '2025-11-21', 2],
    ['the last 30 days', '2026-10-22', 4],
    ['past two weeks', '2026-11-07', 3],
    ['3 days ago', '2026-11-18', 3],
    ['a month ago', '2026-10-22', 3],
    ['this week', '2026-11-16', 2],
    ['this month', '2026-11-01', 2],
    ['this quarter', '2026-10-01', 2],
    ['this year', '2026-01-01', 2],
    ['1 nov at acme', '2026-11-01', 2],
  ])('%s → %s', (text, day, length) => {
    expect(readDay(text.split(' '), today)).toEqual({ day, length });
  });

  it.each([
    '',
    'acme',
    '31 june',
    '30 feb',
    '0 nov',
    '2026-02-30',
    '1/11',
    '1.11.',
    'last',
    'the',
    '30',
    '9999 days ago',
  ])('%j is no day', (text) => {
    expect(readDay(text.split(' '), today)).toBeNull();
  });

  it('finds the latest such day that is not after today, on any day', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays('1990-01-01', count));
    const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 28 }), fc.constantFrom(...months), (now, date, month) => {
        const read = readDay([String(date), month], now)?.day ?? '';
        expect(isUtcDay(read) && read <= now && addDays(read, 366) > now).toBe(true);
      }),
    );
  });
});

describe('countDays', () => {
  it.each([
    ['30', 'days', 30],
    ['two', 'weeks', 14],
    ['a', 'fortnight', 14],
    ['1', 'quarter', 90],
    ['10', 'years', 3650],
    ['11', 'years', null],
    ['0', 'days', null],
    ['30', 'seats', null],
    ['x', 'days', null],
  ])('%s %s → %s', (count, unit, days) => {
    expect(countDays(count, unit)).toBe(days);
  });
});
