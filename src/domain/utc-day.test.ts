import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, endOfDay, isUtcDay, startOfDay, utcDayOf } from './utc-day.ts';

describe('a UTC day', () => {
  it.each(['1970-01-01', '2024-02-29', '2000-02-29', '2026-12-31', '9999-12-31'])('%s is a day', (text) => {
    expect(isUtcDay(text)).toBe(true);
  });

  it.each([
    '0000-00-00',
    '1969-12-31',
    '2026-02-30',
    '2026-02-29',
    '1900-02-29',
    '2100-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '2026-01-01\n',
    '+010000-01-01',
    '',
  ])('%j is not a day', (text) => {
    expect(isUtcDay(text)).toBe(false);
  });

  it('begins at midnight and ends one millisecond before the next', () => {
    expect(startOfDay('2026-03-29').toISOString()).toBe('2026-03-29T00:00:00.000Z');
    expect(endOfDay('2026-03-29').toISOString()).toBe('2026-03-29T23:59:59.999Z');
    expect(utcDayOf(new Date('2026-03-29T23:59:59.999Z'))).toBe('2026-03-29');
    expect(utcDayOf(new Date('2026-03-30T00:00:00.000Z'))).toBe('2026-03-30');
  });

  it('counts over leap days and the ends of years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2024-01-01', '2025-01-01')).toBe(366);
    expect(daysBetween('2025-01-01', '2024-01-01')).toBe(-366);
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  });

  it('adding and counting days are each other’s inverse', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30_000 }),
        fc.integer({ min: -5_000, max: 5_000 }),
        (age, count) => {
          const day = utcDayOf(new Date((age + 5_000) * 86_400_000));
          expect(daysBetween(day, addDays(day, count))).toBe(count);
          expect(isUtcDay(addDays(day, count))).toBe(true);
        },
      ),
    );
  });

  it.each(['America/Los_Angeles', 'Pacific/Kiritimati', 'Europe/Berlin', 'Asia/Kathmandu'])(
    'is the same on a machine in %s',
    (zone) => {
      const program = `
        import { addDays, daysBetween, utcDayOf } from './utc-day.ts';
        import { parseAsOf } from './instant.ts';
        const edges = ['2026-03-29T00:00:00Z', '2026-10-25T23:59:59.999Z', '2026-03-08T10:30:00+05:45'];
        console.log(JSON.stringify([
          edges.map((edge) => utcDayOf(parseAsOf(edge))), parseAsOf('2026-10-25').getTime(),
          addDays('2026-03-28', 3), daysBetween('2026-10-24', '2026-10-27')]));`;
      const output = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', program], {
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        env: { ...process.env, TZ: zone },
        encoding: 'utf8',
      });
      expect(JSON.parse(output)).toEqual([
        ['2026-03-29', '2026-10-25', '2026-03-08'],
        Date.UTC(2026, 9, 25, 23, 59, 59, 999),
        '2026-03-31',
        3,
      ]);
    },
  );
});
