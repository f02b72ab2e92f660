import type { Account, LifecycleStage } from '../../domain/account.ts';
import type { Band } from '../../domain/health.ts';

/** What is known of one account when the portfolio is asked. Null = unknown. */
export interface PortfolioAccount {
  account: Account;
  stage: LifecycleStage;
  /** The score that was computed last. */
  score: { hundredths: number | null; band: Band | null; asOf: Date; knownAt: number } | null;
  /** Hundredths at the end of the day before the change is counted from; null = none then, or not asked. */
  scoreBefore: number | null;
  /** Use in the days asked about and in as many before; null = not asked. */
  use: { now: number; before: number } | null;
  /** Alerts about risk that are not closed. */
  alerts: number;
}

/** By how much the score moved, in hundredths; null = it cannot be said. */
export function scoreChangeOf({ score, scoreBefore }: PortfolioAccount): number | null {
  const now = score?.hundredths ?? null;
  return now === null || scoreBefore === null ? null : now - scoreBefore;
}

/** By how many uses it moved; null = it was not asked, or nothing was used in either span. */
export function changeOfUse({ use }: PortfolioAccount): number | null {
  return use === null || (use.now === 0 && use.before === 0) ? null : use.now - use.before;
}
