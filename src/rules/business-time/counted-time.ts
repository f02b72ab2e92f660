import { DateTime } from 'luxon';
import { type WorkingHours, weekdays } from '../../domain/sla.ts';
import { addDays, type UtcDay } from '../../domain/utc-day.ts';

/** Whose time a clock counts: every minute, or those in which people work. */
export type CountedTime = { kind: 'calendar' } | { kind: 'business'; hours: WorkingHours };

/** From when to when people work on a day, in milliseconds since 1970; null = they do not */
type Span = readonly [start: number, end: number] | null;

/**
 * Milliseconds that count between two instants. An hour that a change of clocks takes away counts for nothing, and one
 * that it gives counts twice, as people live through it.
 * @returns 0 when `to` is no later than `from`
 */
export function countedMs(time: CountedTime, from: Date, to: Date): number {
  const [start, end] = [from.getTime(), to.getTime()];
  if (end <= start) return 0;
  if (time.kind === 'calendar') return end - start;
  let total = 0;
  for (let day = localDay(time.hours, from); ; day = addDays(day, 1)) {
    if (startOfLocalDay(time.hours, day) >= end) return total;
    const span = spanOf(time.hours, day);
    if (span) total += Math.max(0, Math.min(end, span[1]) - Math.max(start, span[0]));
  }
}

/**
 * The first instant at which so much has counted since another.
 * @param ms - more than 0; whole milliseconds
 */
export function addCounted(time: CountedTime, from: Date, ms: number): Date {
  if (time.kind === 'calendar') return new Date(from.getTime() + ms);
  let left = ms;
  for (let day = localDay(time.hours, from); ; day = addDays(day, 1)) {
    const span = spanOf(time.hours, day);
    if (!span) continue;
    const start = Math.max(from.getTime(), span[0]);
    if (span[1] - start >= left) return new Date(start + left);
    left -= Math.max(0, span[1] - start);
  }
}

/** The zone's tables are asked once for every day: a year of open tickets asks for the same ones over and over. */
const spans = new WeakMap<WorkingHours, Map<UtcDay, { start: number; span: Span }>>();

function spanOf(hours: WorkingHours, day: UtcDay): Span {
  return dayOf(hours, day).span;
}

function startOfLocalDay(hours: WorkingHours, day: UtcDay): number {
  return dayOf(hours, day).start;
}

function dayOf(hours: WorkingHours, day: UtcDay): { start: number; span: Span } {
  const known = spans.get(hours) ?? new Map<UtcDay, { start: number; span: Span }>();
  spans.set(hours, known);
  const found = known.get(day);
  if (found) return found;
  const midnight = DateTime.fromISO(day, { zone: hours.zone });
  const works =
    hours.days.some((name) => weekdays.indexOf(name) === midnight.weekday - 1) &&
    !hours.holidays.includes(day);
  const span: Span = works ? [instantOf(hours, day, hours.from), instantOf(hours, day, hours.to)] : null;
  const made = { start: midnight.toMillis(), span };
  known.set(day, made);
  return made;
}

/** A time that the clocks leave out is the one an hour later. */
function instantOf({ zone }: WorkingHours, day: UtcDay, time: string): number {
  const on = time === '24:00' ? addDays(day, 1) : day;
  return DateTime.fromISO(`${on}T${time === '24:00' ? '00:00' : time}`, { zone }).toMillis();
}

function localDay({ zone }: WorkingHours, at: Date): UtcDay {
  return DateTime.fromJSDate(at, { zone }).toISODate() ?? '';
}
