import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf, wallTimeOf } from '../domain/wall-time.ts';
import { cronInWords } from './slot-words.ts';
import { latestSlot, nextSlot, readCron, type Schedule } from './slots.ts';

const dayMs = 86_400_000;

function slotsFrom(schedule: Schedule, after: string, until: string): string[] {
  const slots: string[] = [];
  const end = new Date(until);
  for (let slot = nextSlot(schedule, new Date(after)); slot <= end; slot = nextSlot(schedule, slot))
    slots.push(slot.toISOString().slice(0, 16));
  return slots;
}

describe('in the time of a zone', () => {
  test('a time that the clocks leave out is the one an hour later, on that day alone', () => {
    const schedule = readCron('30 2 * * *', 'Europe/Berlin');
    expect(slotsFrom(schedule, '2026-03-28T00:00Z', '2026-03-30T12:00Z')).toEqual([
      '2026-03-28T01:30',
      '2026-03-29T01:30', // 03:30 on the wall
      '2026-03-30T00:30',
    ]);
  });

  test('a time that the clocks show twice has one slot, the first', () => {
    const schedule = readCron('30 1 * * *', 'America/New_York');
    expect(slotsFrom(schedule, '2026-10-31T00:00Z', '2026-11-02T12:00Z')).toEqual([
      '2026-10-31T05:30',
      '2026-11-01T05:30', // 01:30 of summer; that of winter, an hour later, is none
      '2026-11-02T06:30',
    ]);
    expect(latestSlot(schedule, new Date('2026-11-01T06:45Z'))).toEqual(new Date('2026-11-01T05:30Z'));
  });

  test('two times that the change makes one instant are one slot', () => {
    const schedule = readCron('30 2,3 * * *', 'Europe/Berlin');
    expect(slotsFrom(schedule, '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual(['2026-03-29T01:30']);
  });

  test('a change at midnight, or of half an hour, loses no day', () => {
    for (const [zone, cron, from, until] of [
      ['America/Havana', '30 0 * * *', '2026-03-06T00:00Z', '2026-03-11T00:00Z'],
      ['America/Havana', '30 0 * * *', '2026-10-30T00:00Z', '2026-11-04T00:00Z'],
      ['Australia/Lord_Howe', '15 2 * * *', '2026-10-02T00:00Z', '2026-10-07T00:00Z'],
      ['Australia/Lord_Howe', '45 1 * * *', '2026-04-03T00:00Z', '2026-04-08T00:00Z'],
    ] as const)
      expect([zone, slotsFrom(readCron(cron, zone), from, until).length]).toEqual([zone, 5]);
  });

  test('every day of a year has its slot exactly once, whatever the time', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        (zone, hour, minute) => {
          const schedule = readCron(`${minute} ${hour} * * *`, zone);
          let slot = instantOf(Date.UTC(2026, 0, 1), zone) - 1;
          const days = new Set<number>();
          for (let day = 0; day < 365; day++) {
            const next = nextSlot(schedule, new Date(slot)).getTime();
            days.add(Math.floor(wallTimeOf(next, zone) / dayMs));
            slot = next;
          }
          expect(latestSlot(schedule, new Date(slot)).getTime()).toBe(slot);
          expect(latestSlot(schedule, new Date(slot - 1)).getTime()).toBeLessThan(slot);
          expect(days.size).toBe(365);
          expect(Math.max(...days) - Math.min(...days)).toBe(364);
        },
      ),
      { numRuns: 6 },
    );
  });

  test('clocks that show a time once agree with it there and back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'),
        fc.date({ min: new Date('2015-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        (zone, at) => {
          const back = instantOf(wallTimeOf(at.getTime(), zone), zone);
          expect(back <= at.getTime() && at.getTime() - back <= 3_600_000).toBe(true);
        },
      ),
    );
  });

  test('a schedule that names no hour is refused, and words say the zone', () => {
    expect(() => readCron('*/5 * * * *', 'Europe/Berlin')).toThrow('names no hour');
    expect(cronInWords('0 7 * * 1', 'Europe/Berlin')).toBe('every Monday at 07:00 Europe/Berlin');
  });
});
