import { describe, expect, it } from 'vitest';
import { attainmentOf, type PromisedTicket } from './attainment.ts';
import type { ClockReading, ClockState } from './read-clock.ts';

const ticket = (day: string, tier: string | null, ...states: ClockState[]): PromisedTicket => ({
  openedAt: new Date(`${day}T23:59:59Z`),
  tier,
  clocks: states.map(
    (state, index) => ({ clock: index === 0 ? 'first_response' : 'resolution', state }) as ClockReading,
  ),
});

describe('promises kept', () => {
  it('are counted by month, tier and clock: the latest month first, those without a tier last', () => {
    const rows = attainmentOf([
      ticket('2026-10-31', 'pro', 'met'),
      ticket('2026-11-01', null, 'met'),
      ticket('2026-11-01', 'pro', 'met', 'missed'),
      ticket('2026-11-30', 'enterprise', 'met'),
    ]);
    expect(rows.map(({ month, tier, clock }) => [month, tier, clock])).toEqual([
      ['2026-11', 'enterprise', 'first_response'],
      ['2026-11', 'pro', 'first_response'],
      ['2026-11', 'pro', 'resolution'],
      ['2026-11', null, 'first_response'],
      ['2026-10', 'pro', 'first_response'],
    ]);
  });

  it.each([
    [['met', 'met', 'missed', 'breached'], 2, 2, 0, 0.5],
    [['running', 'warning', 'paused'], 0, 0, 3, null],
    [['met', 'running'], 1, 0, 1, 1],
    [['breached'], 0, 1, 0, 0],
  ] as const)('of %j are %i, %i missed and %i neither', (states, met, missed, running, attainment) => {
    const [row] = attainmentOf(states.map((state) => ticket('2026-11-01', 'pro', state)));
    expect(row).toMatchObject({ tickets: states.length, met, missed, running, attainment });
  });
});
