import { type CountedTime, countedMs } from './counted-time.ts';

/** Nobody works so little that a few hours take longer than this. Days. */
const searchedDays = 60;
const minuteMs = 60_000;

/**
 * The latest instant, to the minute, since which at least so much time has counted: what began by then has waited long
 * enough. Found by halving, since counted time only grows.
 * @param ms - more than 0; whole milliseconds
 * @returns sixty days before `now` where less has counted since
 */
export function latestStart(time: CountedTime, now: Date, ms: number): Date {
  let enough = now.getTime() - searchedDays * 24 * 60 * minuteMs;
  let tooLate = now.getTime();
  while (tooLate - enough > minuteMs) {
    const middle = Math.floor((enough + tooLate) / 2);
    if (countedMs(time, new Date(middle), now) >= ms) enough = middle;
    else tooLate = middle;
  }
  // Of the last minute only the whole: what has waited long enough is never missed by it for more than that.
  return countedMs(time, new Date(tooLate), now) >= ms ? new Date(tooLate) : new Date(enough);
}
