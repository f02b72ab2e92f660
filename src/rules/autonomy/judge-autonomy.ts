import { counted } from '../../domain/counted.ts';
import type { AutonomyLevel } from '../../domain/proposal.ts';

/** What it takes to run by itself, and what ends it. Source: the feature contract, "autonomy ladder". */
export const autonomyBars = {
  /** Decisions within the window. */
  decisions: 50,
  windowDays: 30,
  /** Share approved as proposed, percent. */
  promotePercent: 90,
  /** Below this share of the last ones it demotes itself, percent. */
  demotePercent: 80,
  last: 20,
} as const;

/** How a kind of action did, and what that allows. */
export interface AutonomyRecord {
  /** Decisions within the window. */
  decisions: number;
  /** Whole percent of them that were approved as proposed; null = none yet */
  asProposedPercent: number | null;
  /** The same over the last ones, whenever they were. */
  lastDecisions: number;
  lastPercent: number | null;
  /** Whether it may be set to `auto`. */
  mayBeAuto: boolean;
  /** What is missing, in one sentence; null = nothing */
  missing: string | null;
}

/** Judges a kind by what people decided about it. Shares are compared as counts, so that no rounding helps. */
export function judgeAutonomy(recent: readonly boolean[], last: readonly boolean[]): AutonomyRecord {
  const { decisions, promotePercent, windowDays } = autonomyBars;
  const good = recent.filter(Boolean).length;
  const enough = recent.length >= decisions;
  const well = good * 100 >= promotePercent * recent.length;
  const missing = !enough
    ? `${counted(decisions - recent.length, 'more decision')} within ${windowDays} days`
    : well
      ? null
      : `${percent(good, recent.length)} % were approved as proposed, ${promotePercent} % are needed`;
  return {
    decisions: recent.length,
    asProposedPercent: percent(good, recent.length),
    lastDecisions: last.length,
    lastPercent: percent(last.filter(Boolean).length, last.length),
    mayBeAuto: missing === null && !mustDemote(last),
    missing: missing ?? (mustDemote(last) ? 'too many of the last decisions were against it' : null),
  };
}

/** Whether a kind that runs by itself has to stop: too many of its last ones were not as people wanted. */
export function mustDemote(last: readonly boolean[]): boolean {
  const { last: count, demotePercent } = autonomyBars;
  const judged = last.slice(0, count);
  return judged.length === count && judged.filter(Boolean).length * 100 < demotePercent * count;
}

/** The level after an observation. */
export function levelAfter(level: AutonomyLevel, last: readonly boolean[]): AutonomyLevel {
  return level === 'auto' && mustDemote(last) ? 'suggest' : level;
}

/** Rounded down: 89.9 % is not 90. */
function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part * 100) / whole);
}
