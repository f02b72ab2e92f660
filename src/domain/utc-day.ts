/** A calendar day in UTC, `YYYY-MM-DD`. Strings of this form sort by time. */
export type UtcDay = string;

const dayMs = 86_400_000;

/** Day numbers since 1970 and their names: writing a date out is slow, and imports ask for the same days by the million. */
const dayNames = new Map<number, UtcDay>();
const rememberedDays = 20_000;

/** The UTC day that an instant falls on. */
export function utcDayOf(at: Date): UtcDay {
  const number = Math.floor(at.getTime() / dayMs);
  const known = dayNames.get(number);
  if (known !== undefined) return known;
  const name = at.toISOString().slice(0, 10);
  if (dayNames.size < rememberedDays) dayNames.set(number, name);
  return name;
}

const dayNumbers = new Map<UtcDay, number>();

/** How many days a day lies after 1 January 1970: differences of days are differences of these. */
export function dayNumber(day: UtcDay): number {
  const known = dayNumbers.get(day);
  if (known !== undefined) return known;
  const number = Math.floor(startOfDay(day).getTime() / dayMs);
  if (dayNumbers.size < rememberedDays) dayNumbers.set(day, number);
  return number;
}

/** The first instant of a day. */
export function startOfDay(day: UtcDay): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

/** The last millisecond of a day: what "as of this date" means. */
export function endOfDay(day: UtcDay): Date {
  return new Date(`${day}T23:59:59.999Z`);
}

/** The day `count` days later; negative counts go back. */
export function addDays(day: UtcDay, count: number): UtcDay {
  return utcDayOf(new Date((dayNumber(day) + count) * dayMs));
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: UtcDay, to: UtcDay): number {
  return dayNumber(to) - dayNumber(from);
}

/** Whether the text is a real calendar day: `2026-02-30` is not. */
export function isUtcDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(at.getTime()) && utcDayOf(at) === text && at.getUTCFullYear() >= 1970;
}

/** Whether a day lies ahead of the clock. The day after today does not: east of Greenwich it has begun. */
export function isAhead(day: UtcDay, now: Date): boolean {
  return day > addDays(utcDayOf(now), 1);
}
