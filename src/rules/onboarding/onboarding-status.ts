import { counted } from '../../domain/counted.ts';
import type { OnboardingStatus } from '../../domain/onboarding.ts';
import { addDays, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { findProgress, lastProgressAt } from './find-progress.ts';
import type { JudgedOutcome } from './judge-outcomes.ts';
import { followedDays, type OnboardingFacts, onboardingDay } from './onboarding-facts.ts';

/** Hours without a move after which an onboarding is stuck. Source: seeds, Epic 2 "stalled onboarding >72h". */
export const stalledHours = 72;
/** A goal is worked on from so many days before its last one: day 30 does not stall a customer who has finished day 14. */
const opensDaysBefore = 7;

/** How an onboarding goes, and why. */
export interface JudgedStatus {
  status: OnboardingStatus;
  reason: string;
  lastProgressAt: Date;
  /** Hours since, whole ones. */
  idleHours: number;
}

/**
 * Stuck: no move for more than 72 hours while a goal is open that is due within seven days or was missed. Behind: a goal
 * of a passed day failed. Complete: day 30 has passed and none did.
 */
export function judgeStatus(facts: OnboardingFacts, outcomes: readonly JudgedOutcome[]): JudgedStatus {
  const { account, asOf } = facts;
  const movedAt = lastProgressAt(facts, findProgress(facts));
  const idleMs = Math.max(0, asOf.getTime() - movedAt.getTime());
  const shared = { lastProgressAt: movedAt, idleHours: Math.floor(idleMs / 3_600_000) };
  const day = onboardingDay(account, asOf);
  if (account.status === 'ended') return { ...shared, status: 'over', reason: 'the contract ended' };
  if (day > followedDays)
    return { ...shared, status: 'over', reason: `day ${day}; it is followed until day ${followedDays}` };
  const failed = outcomes.filter(({ verdict }) => verdict === 'fail');
  const open = outcomes.filter((outcome) => isWorkedOn(outcome, utcDayOf(asOf)));
  if (open.length > 0 && idleMs > stalledHours * 3_600_000) {
    const reason = `no progress for ${idleWords(shared.idleHours)}; ${counted(open.length, 'goal')} open: ${labelsOf(open)}`;
    return { ...shared, status: 'stuck', reason };
  }
  if (failed.length > 0)
    return {
      ...shared,
      status: 'behind',
      reason: `${counted(failed.length, 'goal')} missed: ${labelsOf(failed)}`,
    };
  if (day > 30) return { ...shared, status: 'complete', reason: 'no goal was missed' };
  return { ...shared, status: 'on_track', reason: 'no goal was missed so far' };
}

/** Whether somebody should be at work on it. */
function isWorkedOn({ isOpen, dueOn }: JudgedOutcome, today: UtcDay): boolean {
  return isOpen && today >= addDays(dueOn, -opensDaysBefore);
}

function labelsOf(outcomes: readonly JudgedOutcome[]): string {
  return outcomes.map(({ label }) => label).join(', ');
}

/** Hours while they are few, then whole days. */
function idleWords(hours: number): string {
  return hours < 2 * stalledHours ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
}
