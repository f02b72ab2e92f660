import { isAhead, type UtcDay, utcDayOf } from '../domain/utc-day.ts';

/**
 * Whether an article was written anew after somebody called it wrong: on a later day, since its own date has no hour. A
 * date that lies ahead of the clock is a slip, and says nothing.
 * @param updatedOn - null = its source does not say, so nobody knows
 */
export function isCorrected(updatedOn: UtcDay | null, reportedAt: Date, now: Date): boolean {
  return updatedOn !== null && updatedOn > utcDayOf(reportedAt) && !isAhead(updatedOn, now);
}
