import { compareText } from '../../domain/compare-text.ts';
import type { Attainment } from '../../domain/sla-report.ts';
import type { ClockReading } from './read-clock.ts';

/** A ticket's clocks, and to whom they were promised. */
export interface PromisedTicket {
  openedAt: Date;
  tier: string | null;
  clocks: readonly ClockReading[];
}

/** Counts kept and broken promises by month of opening, tier and clock: the latest month first, tiers by name. */
export function attainmentOf(tickets: readonly PromisedTicket[]): Attainment[] {
  const rows = new Map<string, Attainment>();
  for (const { openedAt, tier, clocks } of tickets) {
    const month = openedAt.toISOString().slice(0, 7);
    for (const { clock, state } of clocks) {
      const key = JSON.stringify([month, tier, clock]);
      const row = rows.get(key) ?? {
        month,
        tier,
        clock,
        tickets: 0,
        met: 0,
        missed: 0,
        running: 0,
        attainment: null,
      };
      row.tickets++;
      row[outcomeOf(state)]++;
      rows.set(key, row);
    }
  }
  return [...rows.values()].map(withShare).sort(byMonth);
}

function outcomeOf(state: ClockReading['state']): 'met' | 'missed' | 'running' {
  switch (state) {
    case 'met':
      return 'met';
    case 'missed':
    case 'breached':
      return 'missed';
    case 'running':
    case 'warning':
    case 'paused':
      return 'running';
  }
}

function withShare(row: Attainment): Attainment {
  const decided = row.met + row.missed;
  return { ...row, attainment: decided === 0 ? null : row.met / decided };
}

function byMonth(one: Attainment, other: Attainment): number {
  return (
    compareText(other.month, one.month) ||
    Number(one.tier === null) - Number(other.tier === null) ||
    compareText(one.tier ?? '', other.tier ?? '') ||
    compareText(one.clock, other.clock)
  );
}
