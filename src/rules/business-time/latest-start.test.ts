import { describe, expect, it } from 'vitest';
import type { WorkingHours } from '../../domain/sla.ts';
import { type CountedTime, countedMs } from './counted-time.ts';
import { latestStart } from './latest-start.ts';
import { localTime } from './local-time.ts';

const hours: WorkingHours = {
  zone: 'Europe/Berlin',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '09:00',
  to: '17:00',
  holidays: ['2026-12-25'],
};
const business: CountedTime = { kind: 'business', hours };
const fourHours = 4 * 3_600_000;

describe('since when something waits so long', () => {
  it.each([
    ['on the same day', '2026-11-23T14:00:00Z', '2026-11-23T10:00:00Z'],
    ['over a weekend', '2026-11-23T10:00:00Z', '2026-11-20T14:00:00Z'],
    ['over a holiday and a weekend', '2026-12-28T10:00:00Z', '2026-12-24T14:00:00Z'],
    ['in the night, from the day before', '2026-11-24T03:00:00Z', '2026-11-23T12:00:00Z'],
    ['over the end of summer time', '2026-10-26T10:00:00Z', '2026-10-23T13:00:00Z'],
  ])('%s', (_when, now, since) => {
    const found = latestStart(business, new Date(now), fourHours);
    expect(Math.abs(found.getTime() - Date.parse(since))).toBeLessThanOrEqual(60_000);
    expect(countedMs(business, found, new Date(now))).toBeGreaterThanOrEqual(fourHours);
  });

  it('counts every minute where the time is that of the calendar', () => {
    const now = new Date('2026-11-23T14:00:00Z');
    const found = latestStart({ kind: 'calendar' }, now, fourHours);
    expect(now.getTime() - found.getTime()).toBeGreaterThanOrEqual(fourHours);
    expect(now.getTime() - found.getTime()).toBeLessThan(fourHours + 60_000);
  });
});

describe('what the clock on the wall says', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T00:59:00Z', { day: '2026-03-29', hour: 1 }],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', { day: '2026-03-29', hour: 3 }],
    ['Asia/Kolkata', '2026-11-23T01:30:00Z', { day: '2026-11-23', hour: 7 }],
    ['Pacific/Auckland', '2026-11-23T18:00:00Z', { day: '2026-11-24', hour: 7 }],
    ['America/Los_Angeles', '2026-11-23T03:00:00Z', { day: '2026-11-22', hour: 19 }],
  ])('in %s at %s', (zone, at, said) => {
    expect(localTime(zone, new Date(at))).toEqual(said);
  });
});
