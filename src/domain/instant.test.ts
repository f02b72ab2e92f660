import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAsOf, parseInstant } from './instant.ts';

describe('an instant', () => {
  it.each([
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00Z', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00.5Z', '2026-11-21T10:00:00.500Z'],
    ['2026-11-21T10:00:00.123999999Z', '2026-11-21T10:00:00.123Z'],
    ['2026-11-21T01:30:00+05:45', '2026-11-20T19:45:00.000Z'],
    ['2026-11-21T23:30:00-08:00', '2026-11-22T07:30:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is read as %s', (text, iso) => {
    expect(parseInstant(text)?.toISOString()).toBe(iso);
  });

  it.each([
    ['no zone', '2026-11-21T10:00:00'],
    ['a date alone', '2026-11-21'],
    ['a space for the T', '2026-11-21 10:00:00Z'],
    ['a small z', '2026-11-21T10:00:00z'],
    ['year zero', '0000-00-00T00:00:00Z'],
    ['a day that is not', '2026-02-29T00:00:00Z'],
    ['hour 24', '2026-11-21T24:00:00Z'],
    ['second 60', '2016-12-31T23:59:60Z'],
    ['minute 60', '2026-11-21T10:60:00Z'],
    ['an offset of 24 hours', '2026-11-21T10:00:00+24:00'],
    ['an offset without a colon', '2026-11-21T10:00:00+0100'],
    ['before 1970', '1969-12-31T23:59:59Z'],
    ['before 1970 by its offset', '1970-01-01T00:30:00+01:00'],
    ['after 9999 by its offset', '9999-12-31T23:59:59-01:00'],
    ['epoch seconds', '1763719200'],
    ['a line break behind it', '2026-11-21T10:00:00Z\n'],
    ['nothing', ''],
  ])('is refused with %s', (_, text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('survives being written and read again', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (at) => {
        expect(parseInstant(at.toISOString())).toEqual(at);
      }),
    );
  });

  it('as of a date means the end of that UTC day, and an instant means itself', () => {
    expect(parseAsOf('2024-02-29')?.toISOString()).toBe('2024-02-29T23:59:59.999Z');
    expect(parseAsOf('2024-02-29T06:00:00+02:00')?.toISOString()).toBe('2024-02-29T04:00:00.000Z');
    expect(parseAsOf('2026-02-29')).toBeNull();
    expect(parseAsOf('yesterday')).toBeNull();
  });
});
