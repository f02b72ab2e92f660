import type { SlaPack } from '../../domain/sla.ts';
import type { ClockReading } from './read-clock.ts';

const minuteMs = 60_000;

/**
 * The first instant at which a stage of one of these clocks may come, did nothing else happen: a warning, a breach, or the
 * percentage at which a ticket goes up. Never too late; in working time a tier may take longer than that.
 * @returns null when none comes by itself
 */
export function nextStageAt(
  clocks: readonly ClockReading[],
  { ladder }: Pick<SlaPack, 'ladder'>,
  now: Date,
): Date | null {
  const instants = clocks.flatMap((clock) => stageOf(clock, ladder, now)?.getTime() ?? []);
  return instants.length === 0 ? null : new Date(Math.max(now.getTime(), Math.min(...instants)));
}

function stageOf(clock: ClockReading, ladder: SlaPack['ladder'], now: Date): Date | null {
  switch (clock.state) {
    case 'running':
      return clock.warnsAt;
    case 'warning':
      return clock.dueAt;
    case 'breached': {
      const ahead = ladder.map(({ atPercent }) => atPercent).filter((percent) => percent > clock.usedPercent);
      if (ahead.length === 0) return null;
      const neededMs = (Math.min(...ahead) / 100) * clock.targetMinutes * minuteMs - clock.usedMs;
      return new Date(now.getTime() + Math.max(0, Math.floor(neededMs)));
    }
    case 'paused':
    case 'met':
    case 'missed':
      return null;
  }
}
