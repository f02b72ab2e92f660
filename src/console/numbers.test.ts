import { describe, expect, it } from 'vitest';
import { durationText, exactInstant, grouped, hundredthsText, weekdayText, weekText } from './numbers.ts';

describe('numbers', () => {
  it('groups whole numbers and leaves fractions alone', () => {
    expect([0, 999, 1000, 1_234_567, -4200, 12345.6789].map(grouped)).toEqual([
      '0',
      '999',
      '1,000',
      '1,234,567',
      '−4,200',
      '12,345.6789',
    ]);
  });

  it('writes hundredths with two decimals', () => {
    expect([0, 7, 10_000, 7136].map(hundredthsText)).toEqual(['0.00', '0.07', '100.00', '71.36']);
  });

  it('writes durations in hours and minutes', () => {
    expect([0, 59, 60, 3600, 36_600_000].map(durationText)).toEqual([
      '0:00',
      '0:00',
      '0:01',
      '1:00',
      '10,166:40',
    ]);
  });

  it('names a week with the year of its last day', () => {
    expect(weekText('2026-12-28', '2027-01-03')).toBe('28 Dec – 3 Jan 2027');
  });

  it('knows the weekday in UTC', () => {
    expect(weekdayText('2026-11-21')).toBe('Sat 21 Nov 2026');
    expect(exactInstant('2026-11-21T09:05:07.123Z')).toBe('21 Nov 2026, 09:05:07 UTC');
  });
});
