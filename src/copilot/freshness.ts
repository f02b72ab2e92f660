import { daysBetween } from '../domain/utc-day.ts';

/** A review holds for half a year. */
const freshDays = 180;
/** From then on it fades, over a year, to what it never falls below: an old page that fits beats a new one that does not. */
const fadingDays = 365;
const least = 0.9;

/** Whether a review is too long ago to count. Both days are UTC days. */
export function isStale(reviewedOn: string, today: string): boolean {
  return daysBetween(reviewedOn, today) > freshDays;
}

/** What a document's score is multiplied by for the time since its review, 0.9 to 1. Both days are UTC days. */
export function freshnessOf(reviewedOn: string, today: string): number {
  const faded = Math.min(1, Math.max(0, (daysBetween(reviewedOn, today) - freshDays) / fadingDays));
  return 1 - (1 - least) * faded;
}
