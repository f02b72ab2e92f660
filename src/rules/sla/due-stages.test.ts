import { describe, expect, it } from 'vitest';
import { readSlaPack } from '../../content/sla.ts';
import { dueStages, isBackfill, type StagedTicket } from './due-stages.ts';
import type { ClockReading, ClockState } from './read-clock.ts';

const pack = await readSlaPack(null);
const opened = new Date('2026-11-20T10:00:00Z');
const clock = (state: ClockState, usedPercent: number, more: Partial<ClockReading> = {}): ClockReading => ({
  clock: 'first_response',
  promise: 'base',
  priority: 'P1',
  isDefaultPriority: false,
  targetMinutes: 240,
  time: 'calendar',
  startedAt: opened,
  warnsAt: null,
  dueAt: null,
  stoppedAt: null,
  usedMs: 0,
  state,
  usedPercent,
  ...more,
});
const ticket = (clocks: ClockReading[], tier: string | null = 'pro', receivedAt = opened): StagedTicket => ({
  openedAt: opened,
  receivedAt,
  tier,
  clocks,
});
type Told = Parameters<typeof dueStages>[2];
const stages = (of: StagedTicket, ...told: Told[number]['stage'][]) =>
  dueStages(
    of,
    pack,
    told.map((stage) => ({ clock: 'first_response' as const, stage })),
  ).map(({ stage, tier }) => [stage, tier]);

describe('what is told of a clock', () => {
  it.each(['running', 'paused', 'met', 'missed'] as const)('is nothing while it is %s', (state) => {
    expect(stages(ticket([clock(state, 500)]))).toEqual([]);
  });

  it('is a warning, once, and none after the breach', () => {
    expect(stages(ticket([clock('warning', 80)]))).toEqual([['warning', null]]);
    expect(stages(ticket([clock('warning', 80)]), 'warning')).toEqual([]);
    expect(stages(ticket([clock('warning', 80)]), 'breach')).toEqual([]);
  });

  it('is the breach and the first tier up, without a warning that was missed', () => {
    const broken = ticket([clock('breached', 100)]);
    expect(stages(broken)).toEqual([
      ['breach', null],
      ['tier-2', 2],
    ]);
    expect(stages(broken, 'warning', 'breach')).toEqual([['tier-2', 2]]);
    expect(stages(broken, 'breach', 'tier-2')).toEqual([]);
  });

  it.each([
    [199, 'pro', 2],
    [200, 'pro', 3],
    [399, 'enterprise', 3],
    [400, 'enterprise', 4],
    [400, 'pro', 3],
    [400, null, 3],
  ])('at %i %% of the promise to an account of tier %s is tier %i alone', (used, tier, reached) => {
    expect(stages(ticket([clock('breached', used)], tier), 'breach')).toEqual([[`tier-${reached}`, reached]]);
  });

  it('never takes a ticket down', () => {
    expect(stages(ticket([clock('breached', 150)]), 'breach', 'tier-3')).toEqual([]);
  });

  it('is each clock’s own', () => {
    const both = ticket([clock('breached', 150), clock('warning', 80, { clock: 'resolution' })]);
    const due = dueStages(both, pack, [{ clock: 'first_response', stage: 'breach' }]);
    expect(due.map(({ clock: of, stage }) => [of, stage])).toEqual([
      ['first_response', 'tier-2'],
      ['resolution', 'warning'],
    ]);
  });

  it('is nothing of a ticket that was older than a day when it came in', () => {
    const received = (hours: number) => new Date(opened.getTime() + hours * 3_600_000);
    expect(stages(ticket([clock('breached', 150)], 'pro', received(24.01)))).toEqual([]);
    expect(isBackfill({ openedAt: opened, receivedAt: received(24) })).toBe(false);
  });
});
