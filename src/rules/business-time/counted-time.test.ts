import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorkingHours } from '../../domain/sla.ts';
import { addCounted, type CountedTime, countedMs } from './counted-time.ts';

const hour = 3_600_000;
const berlin: WorkingHours = {
  zone: 'Europe/Berlin',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '09:00',
  to: '17:00',
  holidays: ['2026-12-25'],
};
const business = (hours: Partial<WorkingHours> = {}): CountedTime => ({
  kind: 'business',
  hours: { ...berlin, ...hours },
});
const hoursBetween = (time: CountedTime, from: string, to: string): number =>
  countedMs(time, new Date(from), new Date(to)) / hour;
const endOf = (time: CountedTime, from: string, hours: number): string =>
  addCounted(time, new Date(from), hours * hour).toISOString();

describe('time that counts', () => {
  it.each([
    [
      'all of it, in calendar time',
      { kind: 'calendar' } as const,
      '2026-11-20T16:00Z',
      '2026-11-23T08:00Z',
      64,
    ],
    ['within a working day', business(), '2026-11-20T09:00Z', '2026-11-20T11:30Z', 2.5],
    ['not before work begins', business(), '2026-11-20T05:00Z', '2026-11-20T09:00Z', 1],
    ['over night only what people work', business(), '2026-11-19T15:00Z', '2026-11-20T09:00Z', 2],
    ['over a weekend', business(), '2026-11-20T15:00Z', '2026-11-23T09:00Z', 2],
    ['not on a holiday', business(), '2026-12-24T15:00Z', '2026-12-28T09:00Z', 2],
    ['nothing at night', business(), '2026-11-20T18:00Z', '2026-11-20T23:00Z', 0],
    ['nothing backwards', business(), '2026-11-20T12:00Z', '2026-11-20T09:00Z', 0],
    ['nothing on no time', { kind: 'calendar' } as const, '2026-11-20T12:00Z', '2026-11-20T12:00Z', 0],
    ['a day of another zone', business({ zone: 'Asia/Tokyo' }), '2026-11-19T23:00Z', '2026-11-20T12:00Z', 8],
    [
      'half hours of a zone',
      business({ zone: 'Asia/Kolkata' }),
      '2026-11-20T03:00Z',
      '2026-11-20T04:00Z',
      0.5,
    ],
  ])('is %s', (_, time, from, to, hours) => {
    expect(hoursBetween(time, from, to)).toBe(hours);
  });

  const allDay = business({ days: ['sat', 'sun'], from: '00:00', to: '24:00' });
  it('has 23 hours on the day on which clocks go forward, and 25 on the day on which they go back', () => {
    expect(hoursBetween(allDay, '2026-03-28T23:00Z', '2026-03-29T22:00Z')).toBe(23);
    expect(hoursBetween(allDay, '2026-10-24T22:00Z', '2026-10-25T23:00Z')).toBe(25);
  });

  it('begins at the same time of day whichever side of the change it is on', () => {
    expect(endOf(business(), '2026-03-27T15:00:00Z', 2)).toBe('2026-03-30T08:00:00.000Z');
    expect(endOf(business(), '2026-10-23T14:00:00Z', 2)).toBe('2026-10-26T09:00:00.000Z');
  });

  it('begins an hour later where the clocks leave its beginning out', () => {
    const night = business({ days: ['sun'], from: '02:30', to: '05:00' });
    expect(hoursBetween(night, '2026-03-29T00:00Z', '2026-03-29T12:00Z')).toBe(1.5);
  });

  it('ends with the day that it fills', () => {
    expect(endOf(business(), '2026-11-20T08:00:00Z', 8)).toBe('2026-11-20T16:00:00.000Z');
    expect(endOf(business(), '2026-11-20T08:00:00Z', 8.5)).toBe('2026-11-23T08:30:00.000Z');
  });

  it('asked for at night begins in the morning', () => {
    expect(endOf(business(), '2026-11-20T20:00:00Z', 1)).toBe('2026-11-23T09:00:00.000Z');
  });

  it('that is added is the time that is counted, in every zone, at any time of the year', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
    const instants = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
    const property = fc.property(
      fc.constantFrom(...zones),
      instants,
      fc.integer({ min: 1, max: 60 * hour }),
      (zone, from, ms) => {
        const time = business({ zone });
        const end = addCounted(time, new Date(from), ms);
        expect(countedMs(time, new Date(from), end)).toBe(ms);
        expect(countedMs(time, new Date(from), new Date(end.getTime() - 1))).toBe(ms - 1);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('of two spans is that of the whole', () => {
    const instants = fc.integer({ min: Date.UTC(2026, 2, 20), max: Date.UTC(2026, 3, 10) });
    const property = fc.property(fc.tuple(instants, instants, instants), (given) => {
      const [a = 0, b = 0, c = 0] = [...given].sort((one, other) => one - other);
      const between = (from: number, to: number) => countedMs(business(), new Date(from), new Date(to));
      expect(between(a, b) + between(b, c)).toBe(between(a, c));
    });
    fc.assert(property, { numRuns: 200 });
  });
});
