import { expect, test } from 'vitest';
import { nextStageAt } from './next-stage-at.ts';
import type { ClockReading } from './read-clock.ts';

const now = new Date('2026-11-23T10:00:00Z');
const ladder = [
  { tier: 2, name: 'Manager', atPercent: 100, accounts: 'any' as const },
  { tier: 3, name: 'Product', atPercent: 200, accounts: 'any' as const },
];
const clock = (state: ClockReading['state'], more: Partial<ClockReading> = {}): ClockReading => ({
  clock: 'first_response',
  promise: 'base',
  priority: 'P1',
  isDefaultPriority: false,
  time: 'calendar',
  targetMinutes: 100,
  startedAt: now,
  stoppedAt: null,
  usedMs: 0,
  usedPercent: 0,
  state,
  warnsAt: new Date('2026-11-23T11:15:00Z'),
  dueAt: new Date('2026-11-23T11:40:00Z'),
  ...more,
});
const next = (...clocks: ClockReading[]) =>
  nextStageAt(clocks, { ladder }, now)?.toISOString().slice(11, 16) ?? null;

test('a clock that runs has its warning next, one that warned its end', () => {
  expect(next(clock('running'))).toBe('11:15');
  expect(next(clock('warning'))).toBe('11:40');
});

test('a broken promise has the next tier next, as soon as time alone can bring it', () => {
  const used = { usedMs: 150 * 60_000, usedPercent: 150 };
  expect(next(clock('breached', used))).toBe('10:50');
  expect(next(clock('breached', { usedMs: 300 * 60_000, usedPercent: 300 }))).toBeNull();
});

test('of several clocks the first counts, and nothing lies in the past', () => {
  expect(next(clock('running'), clock('breached', { usedMs: 199 * 60_000, usedPercent: 199 }))).toBe('10:01');
  expect(next(clock('running', { warnsAt: new Date('2026-11-23T09:00:00Z') }))).toBe('10:00');
});

test('clocks that stand or have ended bring nothing', () => {
  expect(next(clock('paused'), clock('met'), clock('missed'))).toBeNull();
  expect(next(clock('running', { warnsAt: null }))).toBeNull();
  expect(next()).toBeNull();
});
