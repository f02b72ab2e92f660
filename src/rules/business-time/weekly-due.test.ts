import { expect, it } from 'vitest';
import type { WorkingHours } from '../../domain/sla.ts';
import { latestDue } from './weekly-due.ts';

const hours = (more: Partial<WorkingHours> = {}): WorkingHours => ({
  zone: 'Europe/Berlin',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '09:00',
  to: '17:00',
  holidays: [],
  ...more,
});

it.each([
  [
    'a minute before it is due, that of a week ago',
    '2026-11-30T06:59:00Z',
    '2026-11-23',
    '2026-11-23T07:00:00Z',
  ],
  ['at the minute', '2026-11-30T07:00:00Z', '2026-11-30', '2026-11-30T07:00:00Z'],
  ['on the Sunday after', '2026-12-06T22:00:00Z', '2026-11-30', '2026-11-30T07:00:00Z'],
  ['in summer an hour earlier by UTC', '2027-06-07T06:00:00Z', '2027-06-07', '2027-06-07T06:00:00Z'],
  ['on the day after the clocks went forward', '2027-03-29T06:00:00Z', '2027-03-29', '2027-03-29T06:00:00Z'],
  ['on the day after they went back', '2027-11-01T07:00:00Z', '2027-11-01', '2027-11-01T07:00:00Z'],
])('%s', (_what, now, of, at) => {
  expect(latestDue({ day: 'mon', hour: 8 }, hours(), new Date(now))).toEqual({ of, at: new Date(at) });
});

it('a holiday puts it off to the next day on which we work, and it stays that of its day', () => {
  const off = hours({ holidays: ['2026-12-25', '2026-12-28'] });
  const friday = { day: 'fri', hour: 8 } as const;
  expect(latestDue(friday, off, new Date('2026-12-28T12:00:00Z'))).toEqual({
    of: '2026-12-18',
    at: new Date('2026-12-18T07:00:00Z'),
  });
  expect(latestDue(friday, off, new Date('2026-12-29T07:00:00Z'))).toEqual({
    of: '2026-12-25',
    at: new Date('2026-12-29T07:00:00Z'),
  });
});

it('whoever wants it on a Sunday gets it on Sundays', () => {
  expect(latestDue({ day: 'sun', hour: 18 }, hours(), new Date('2026-11-29T17:00:00Z'))).toEqual({
    of: '2026-11-29',
    at: new Date('2026-11-29T17:00:00Z'),
  });
});

it('an hour that the clocks skip is the one after it', () => {
  const { at } = latestDue({ day: 'sun', hour: 2 }, hours(), new Date('2027-03-28T12:00:00Z'));
  expect(at).toEqual(new Date('2027-03-28T01:00:00Z'));
});
