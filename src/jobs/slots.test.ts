import { createTask } from 'node-cron';
import { describe, expect, test } from 'vitest';
import { jobs } from './index.ts';
import { cronInWords } from './slot-words.ts';
import { isOvertaken, latestSlot, nextSlot, readCron } from './slots.ts';

const at = (text: string): Date => new Date(text);

describe('slots', () => {
  test.each([
    ['* * * * *', '2026-11-21T10:00:00.000Z', '2026-11-21T10:00:00Z', '2026-11-21T10:01:00Z'],
    ['* * * * *', '2026-11-21T10:00:59.999Z', '2026-11-21T10:00:00Z', '2026-11-21T10:01:00Z'],
    ['10 3 * * *', '2026-11-21T03:09:59.999Z', '2026-11-20T03:10:00Z', '2026-11-21T03:10:00Z'],
    ['10 3 * * *', '2026-11-21T03:10:00.000Z', '2026-11-21T03:10:00Z', '2026-11-22T03:10:00Z'],
    ['0 6 * * 1', '2026-11-21T10:00:00.000Z', '2026-11-16T06:00:00Z', '2026-11-23T06:00:00Z'],
    ['0 0 29 2 *', '2026-11-21T10:00:00.000Z', '2024-02-29T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['*/20 8-9 * * *', '2026-01-01T00:00:00.000Z', '2025-12-31T09:40:00Z', '2026-01-01T08:00:00Z'],
  ])('%s at %s was last due at %s and is next at %s', (cron, now, latest, next) => {
    const schedule = readCron(cron);
    expect(latestSlot(schedule, at(now))).toEqual(at(latest));
    expect(nextSlot(schedule, at(now))).toEqual(at(next));
  });

  test('are overtaken by the next one, and not before', () => {
    const daily = readCron('10 3 * * *');
    const slot = at('2026-11-20T03:10:00Z');
    expect(isOvertaken(daily, slot, at('2026-11-21T03:09:59.999Z'))).toBe(false);
    expect(isOvertaken(daily, slot, at('2026-11-21T03:10:00Z'))).toBe(true);
    expect(isOvertaken(daily, slot, at('2026-11-19T00:00:00Z'))).toBe(false); // from a clock that was ahead
  });

  test('are those that the cron library itself matches, minute by minute over two weeks', () => {
    for (const cron of ['10 3 * * *', '*/20 8-9 * * 1-5', '5 0 1,15 * *', '0 6 * * 7']) {
      const task = createTask(cron, () => undefined, { timezone: 'UTC' });
      const schedule = readCron(cron);
      const start = at('2026-10-20T00:00:00Z').getTime();
      const minutes = Array.from({ length: 14 * 1440 }, (_, index) => new Date(start + index * 60_000));
      const ours = minutes.filter((minute) => latestSlot(schedule, minute).getTime() === minute.getTime());
      expect(ours).toEqual(minutes.filter((minute) => task.match(minute)));
      expect(ours.length).toBeGreaterThan(0);
      void task.destroy();
    }
  });

  test.each(['* * * *', '* * * * * *', 'every day', '0 0 1 * 1', '0 0 L * *', '61 * * * *', '0 0 30 2 *'])(
    '%s is refused',
    (cron) => void expect(() => readCron(cron)).toThrow(),
  );
});

test.each([
  ['* * * * *', 'every minute'],
  ['*/15 * * * *', 'every 15 minutes'],
  ['7 * * * *', 'every hour at :07'],
  ['10 3 * * *', 'every day at 03:10 UTC'],
  ['0 6,18 * * *', 'every day at 06:00, 18:00 UTC'],
  ['0 6 * * 1', 'every Monday at 06:00 UTC'],
  ['30 7 * * 1-5', 'every working day at 07:30 UTC'],
  ['0 0 1 * *', 'every month on day 1 at 00:00 UTC'],
  ['*/5 * * * 1', 'every 5 minutes, every Monday'],
  ['1,7,50 2 * 3 *', 'by cron 1,7,50 2 * 3 *, UTC'],
])('%s is %s', (cron, words) => void expect(cronInWords(cron)).toBe(words));

test('every registered job has a name of its own and a schedule that comes due', () => {
  expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length);
  for (const { name, cron } of jobs) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z-]+$/);
    expect(nextSlot(readCron(cron), at('2026-11-21T10:00:00Z')).getTime()).toBeGreaterThan(0);
  }
});
