import { type UtcDay, utcDayOf } from '../domain/utc-day.ts';

/**
 * Whether an article was written anew after somebody called it wrong: on a later day, since its own date has no hour.
 * @param updatedOn - null = its source does not say, so nobody knows
 */
export function isCorrected(updatedOn: UtcDay | null, reportedAt: Date): boolean {
  return updatedOn !== null && updatedOn > utcDayOf(reportedAt);
}
