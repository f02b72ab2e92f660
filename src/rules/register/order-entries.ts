import { compareText } from '../../domain/compare-text.ts';
import type { RegisterEntry } from '../../domain/register.ts';
import { severities } from '../../domain/rule-pack.ts';
import type { UtcDay } from '../../domain/utc-day.ts';

/**
 * The order in which entries are looked at: those whose review has come first; of them and of the rest those that ask to be
 * closed, those that are overdue, the gravest, the soonest due.
 */
export function orderEntries(entries: readonly RegisterEntry[], today: UtcDay): RegisterEntry[] {
  return [...entries].sort(
    (one, other) =>
      Number(!isForReview(one, today)) - Number(!isForReview(other, today)) ||
      Number(one.asksToClose === null) - Number(other.asksToClose === null) ||
      Number(!isOverdue(one, today)) - Number(!isOverdue(other, today)) ||
      graveness(one) - graveness(other) ||
      compareText(one.dueOn ?? '9999', other.dueOn ?? '9999') ||
      compareText(one.nextReviewOn, other.nextReviewOn) ||
      compareText(one.id, other.id),
  );
}

/** Whether its next review has come. */
export function isForReview({ nextReviewOn }: Pick<RegisterEntry, 'nextReviewOn'>, today: UtcDay): boolean {
  return nextReviewOn <= today;
}

/** Whether its day has passed, and it is open. */
export function isOverdue({ state, dueOn }: Pick<RegisterEntry, 'state' | 'dueOn'>, today: UtcDay): boolean {
  return state === 'open' && dueOn !== null && dueOn < today;
}

function graveness({ severity }: RegisterEntry): number {
  return severity === null ? severities.length : severities.indexOf(severity);
}
