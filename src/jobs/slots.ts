import { parse } from 'node-cron';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Nine years: 29 February may be that far away. */
const horizonDays = 9 * 366;

/** When a job is due, in UTC; minutes and hours ascending. */
export interface Schedule {
  minutes: readonly number[];
  hours: readonly number[];
  daysOfMonth: ReadonlySet<number>;
  months: ReadonlySet<number>;
  /** Sunday is 0. */
  weekdays: ReadonlySet<number>;
}

/**
 * Reads five cron fields.
 * @throws {Error} when they are none, ask for seconds, or name both days of the month and weekdays, which cron programs
 * understand differently
 */
export function readCron(cron: string): Schedule {
  if (cron.trim().split(/\s+/).length !== 5) throw new Error(`'${cron}' does not have five fields`);
  const { minute, hour, dayOfMonth, month, dayOfWeek } = parse(cron);
  const schedule = {
    minutes: numbers(minute),
    hours: numbers(hour),
    daysOfMonth: new Set(numbers(dayOfMonth)),
    months: new Set(numbers(month)),
    weekdays: new Set(numbers(dayOfWeek).map((day) => day % 7)),
  };
  if (schedule.daysOfMonth.size < 31 && schedule.weekdays.size < 7)
    throw new Error(`'${cron}' names both days of the month and weekdays`);
  return schedule;
}

/** The last slot at or before an instant. @throws {Error} when there is none, as on 30 February */
export function latestSlot(schedule: Schedule, at: Date): Date {
  const today = startOfDay(at);
  for (let back = 0; back <= horizonDays; back++) {
    const day = today - back * dayMs;
    if (!isDue(schedule, day)) continue;
    const slots = slotsOf(schedule, day);
    const slot = slots.findLast((start) => start <= at.getTime());
    if (slot !== undefined) return new Date(slot);
  }
  throw new Error('the schedule never comes due');
}

/** The first slot after an instant. @throws {Error} when there is none */
export function nextSlot(schedule: Schedule, after: Date): Date {
  const today = startOfDay(after);
  for (let ahead = 0; ahead <= horizonDays; ahead++) {
    const day = today + ahead * dayMs;
    if (!isDue(schedule, day)) continue;
    const slot = slotsOf(schedule, day).find((start) => start > after.getTime());
    if (slot !== undefined) return new Date(slot);
  }
  throw new Error('the schedule never comes due');
}

/**
 * Whether a newer slot has come due, which runs instead. It is in the queue or will be within a minute, and the queue
 * hands out the newest first, so a slot that waits long is followed by one that does not.
 */
export function isOvertaken(schedule: Schedule, slot: Date, now: Date): boolean {
  return latestSlot(schedule, now) > slot;
}

function slotsOf({ hours, minutes }: Schedule, day: number): number[] {
  return hours.flatMap((hour) => minutes.map((minute) => day + (hour * 60 + minute) * minuteMs));
}

function isDue({ daysOfMonth, months, weekdays }: Schedule, day: number): boolean {
  const date = new Date(day);
  return (
    daysOfMonth.has(date.getUTCDate()) && months.has(date.getUTCMonth() + 1) && weekdays.has(date.getUTCDay())
  );
}

function startOfDay(at: Date): number {
  return Math.floor(at.getTime() / dayMs) * dayMs;
}

function numbers(field: readonly (number | string)[]): number[] {
  return field
    .map((value) => {
      if (typeof value === 'number') return value;
      throw new Error(`'${value}' is no number`);
    })
    .sort((a, b) => a - b);
}
