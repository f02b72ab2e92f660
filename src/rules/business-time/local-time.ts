import { DateTime } from 'luxon';
import type { UtcDay } from '../../domain/utc-day.ts';

/** What the clock on the wall says. */
export interface LocalTime {
  /** The day there, as `2026-03-29`. */
  day: UtcDay;
  /** 0–23 */
  hour: number;
}

/** What the clock on the wall of a time zone says, summer time and half-hour zones included. */
export function localTime(zone: string, at: Date): LocalTime {
  const there = DateTime.fromJSDate(at, { zone });
  return { day: there.toFormat('yyyy-MM-dd'), hour: there.hour };
}

/** The same to the minute, as a letter writes it: `2026-03-29`, `09:30`. */
export function wallClock(zone: string, at: Date): { day: UtcDay; time: string } {
  const there = DateTime.fromJSDate(at, { zone });
  return { day: there.toFormat('yyyy-MM-dd'), time: there.toFormat('HH:mm') };
}
