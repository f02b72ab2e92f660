import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextOpenInstant, zoneOf } from './quiet-hours.ts';

const night = { from: '18:00', to: '09:00' };
const open = (now: string, zone: string, quiet = night): string =>
  nextOpenInstant(new Date(now), quiet, zone).toISOString();

describe('the next hour at which somebody may be disturbed', () => {
  it.each([
    ['now, on a working morning', '2026-11-25T10:07:00.000Z', 'UTC', '2026-11-25T10:07:00.000Z'],
    ['the first open minute counts', '2026-11-25T09:00:00.000Z', 'UTC', '2026-11-25T09:00:00.000Z'],
    ['the first quiet minute does not', '2026-11-25T18:00:00.000Z', 'UTC', '2026-11-26T09:00:00.000Z'],
    ['before the morning', '2026-11-25T03:10:00.000Z', 'Europe/Berlin', '2026-11-25T08:00:00.000Z'],
    [
      'Friday evening waits for Monday',
      '2026-11-27T17:30:00.000Z',
      'Europe/Berlin',
      '2026-11-30T08:00:00.000Z',
    ],
    [
      'it is Saturday there already',
      '2026-11-27T23:00:00.000Z',
      'Asia/Singapore',
      '2026-11-30T01:00:00.000Z',
    ],
    [
      'the weekend before the clocks go forward',
      '2026-03-28T12:00:00.000Z',
      'Europe/Berlin',
      '2026-03-30T07:00:00.000Z',
    ],
    [
      'the weekend before they go back',
      '2026-10-24T12:00:00.000Z',
      'Europe/Berlin',
      '2026-10-26T08:00:00.000Z',
    ],
    [
      'New York goes forward two weeks before',
      '2026-03-06T23:30:00.000Z',
      'America/New_York',
      '2026-03-09T13:00:00.000Z',
    ],
    ['a zone of three quarters', '2026-11-25T00:00:00.000Z', 'Asia/Kathmandu', '2026-11-25T03:15:00.000Z'],
  ])('%s', (_, now, zone, expected) => {
    expect(open(now, zone)).toBe(expected);
  });

  it('quiet hours within a day are those between', () => {
    const noon = { from: '12:00', to: '13:00' };
    expect(open('2026-11-25T12:30:00.000Z', 'UTC', noon)).toBe('2026-11-25T13:00:00.000Z');
    expect(open('2026-11-25T23:30:00.000Z', 'UTC', noon)).toBe('2026-11-25T23:30:00.000Z');
  });

  it('no quiet hours at all leave the weekend quiet', () => {
    const none = { from: '00:00', to: '00:00' };
    expect(open('2026-11-25T03:00:00.000Z', 'UTC', none)).toBe('2026-11-25T03:00:00.000Z');
    expect(open('2026-11-28T03:00:00.000Z', 'UTC', none)).toBe('2026-11-30T00:00:00.000Z');
  });
});

describe('leaping through the night', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Africa/Cairo',
  ];
  const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'));

  it('finds the instant that looking at every quarter of an hour finds', () => {
    const start = Date.UTC(2026, 0, 1);
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 365 * 1440 }),
        time,
        time,
        (zone, minutes, from, to) => {
          const written = [from, to].map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
          const quiet = { from: written[0] ?? '', to: written[1] ?? '' };
          const now = new Date(start + minutes * 60_000);
          expect(nextOpenInstant(now, quiet, zone)).toEqual(byEveryQuarter(now, quiet, zone));
        },
      ),
      { numRuns: 300 },
    );
  });

  function byEveryQuarter(now: Date, { from, to }: typeof night, zone: string): Date {
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    for (let at = now.getTime(), step = 0; step < 4 * 96; step++) {
      const text = clock.format(at);
      const local = /\d\d:\d\d/.exec(text)?.[0] ?? '';
      const night = from <= to ? local >= from && local < to : local >= from || local < to;
      if (!night && !text.startsWith('S')) return new Date(at);
      at = (Math.floor(at / 900_000) + 1) * 900_000;
    }
    return now;
  }
});

describe('the zone of an account', () => {
  const zones = { eu: 'Europe/Berlin' };
  it.each([
    ['eu', 'Europe/Berlin'],
    ['apac', 'Asia/Tokyo'],
    ['toString', 'Asia/Tokyo'],
    [null, 'Asia/Tokyo'],
  ])('of region %s is %s', (region, zone) => {
    expect(zoneOf({ zones }, region, 'Asia/Tokyo')).toBe(zone);
  });
});
