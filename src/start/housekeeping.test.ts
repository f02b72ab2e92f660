import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createManualClock } from '../domain/clock.ts';
import type { Store } from '../store/store.ts';
import { startHousekeeping } from './housekeeping.ts';

const dayMs = 24 * 3_600_000;
const start = new Date('2026-11-21T10:00:00Z');

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

test('deliveries are forgotten at start and once a day, by the clock of the product', async () => {
  const asked: string[] = [];
  const lines: string[] = [];
  const clock = createManualClock(start);
  const store = {
    forgetDeliveries: async (now: Date) => {
      asked.push(now.toISOString());
      if (asked.length === 2) throw new Error('the database is away');
    },
    forgetClicks: async () => {},
  } as Partial<Store> as Store;
  const end = startHousekeeping({ store, clock, log: pino({}, { write: (line) => void lines.push(line) }) });
  expect(asked).toEqual(['2026-11-21T10:00:00.000Z']);
  for (const days of [1, 2]) {
    clock.set(new Date(start.getTime() + days * dayMs));
    await vi.advanceTimersByTimeAsync(dayMs);
  }
  expect(asked.slice(1)).toEqual(['2026-11-22T10:00:00.000Z', '2026-11-23T10:00:00.000Z']);
  expect(lines).toEqual([expect.stringContaining('the database is away')]);
  end();
  await vi.advanceTimersByTimeAsync(3 * dayMs);
  expect(asked).toHaveLength(3);
});
