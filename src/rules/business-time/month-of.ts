import { DateTime } from 'luxon';
import type { UtcDay } from '../../domain/utc-day.ts';

/** One month by the clock of a time zone. */
export interface Month {
  /** `2026-11` */
  name: string;
  from: Date;
  /** The first instant of the next one. */
  to: Date;
}

/** The month that an instant is in. */
export function monthOf(at: Date, zone: string): Month {
  return toMonth(DateTime.fromJSDate(at, { zone }).startOf('month'));
}

/** The month of a name such as `2026-11`; null = it is none, or from before 1970, as no day of ours is */
export function monthNamed(name: string, zone: string): Month | null {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(name) || name < '1970') return null;
  return toMonth(DateTime.fromISO(`${name}-01`, { zone }));
}

/** The same instant by the wall a number of months before; the last day of a month where it is short. */
export function monthsBefore(at: Date, months: number, zone: string): Date {
  return DateTime.fromJSDate(at, { zone }).minus({ months }).toJSDate();
}

/** The first instant after a day, by the clock of a zone. */
export function endOfLocalDay(day: UtcDay, zone: string): Date {
  return DateTime.fromISO(day, { zone }).plus({ days: 1 }).toJSDate();
}

/** The same day a number of months later; the last day of a month where it is short. */
export function monthsAfter(day: UtcDay, months: number): UtcDay {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ months }).toFormat('yyyy-MM-dd');
}

function toMonth(start: DateTime): Month {
  return {
    name: start.toFormat('yyyy-MM'),
    from: start.toJSDate(),
    to: start.plus({ months: 1 }).toJSDate(),
  };
}
