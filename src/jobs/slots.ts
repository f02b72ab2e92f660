import { parse } from 'node-cron';
import { instantOf, wallTimeOf } from '../domain/wall-time.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Nine years: 29 February may be that far away. */
const horizonDays = 9 * 366;

/** When a job is due; minutes and hours ascending. */
export interface Schedule {
  /** Of the IANA list; whose clock on the wall it is about. */
  zone: string;
  minutes: readonly number[];
  hours: readonly number[];
  daysOfMonth: ReadonlySet<number>;
  months: ReadonlySet<number>;
  /** Sunday is 0. */
  weekdays: ReadonlySet<number>;
}

/**
 * Reads five cron fields. Outside of UTC a time that the clocks leave out is the one as much later, and of a time that
 * they show twice the first counts: each day has its slot, once.
 * @throws {Error} when they are none, ask for seconds, or name both days of the month and weekdays, which cron programs
 * understand differently; or, outside of UTC, every hour: an hour that comes twice would be left out
 */
export function readCron(cron: string, zone = 'UTC'): Schedule {
  if (cron.trim().split(/\s+/).length !== 5) throw new Error(`'${cron}' does not have five fields`);
  const { minute, hour, dayOfMonth, month, dayOfWeek } = parse(cron);
  const schedule = {
    zone,
    minutes: numbers(minute),
    hours: numbers(hour),
    daysOfMonth: new Set(numbers(dayOfMonth)),
    months: new Set(numbers(month)),
    weekdays: new Set(numbers(dayOfWeek).map((day) => day % 7)),
  };
  if (schedule.daysOfMonth.size < 31 && schedule.weekdays.size < 7)
    throw new Error(`'${cron}' names both days of the month and weekdays`);
  if (zone !== 'UTC' && schedule.hours.length === 24)
    throw new Error(`'${cron}' names no hour, so it is due by UTC and not by the clocks of '${zone}'`);
  return schedule;
}

/** The last slot at or before an instant. @throws {Error} when there is none, as on 30 February */
export function latestSlot(schedule: Schedule, at: Date): Date {
  // From tomorrow: clocks that are put back at midnight show today twice.
  const tomorrow = startOfDay(schedule, at) + dayMs;
  for (let back = 0; back <= horizonDays; back++) {
    const slot = slotsOf(schedule, tomorrow - back * dayMs).findLast((start) => start <= at.getTime());
    if (slot !== undefined) return new Date(slot);
  }
  throw new Error('the schedule never comes due');
}

/** The first slot after an instant. @throws {Error} when there is none */
export function nextSlot(schedule: Schedule, after: Date): Date {
  // From yesterday, for the same reason.
  const yesterday = startOfDay(schedule, after) - dayMs;
  for (let ahead = 0; ahead <= horizonDays; ahead++) {
    const slot = slotsOf(schedule, yesterday + ahead * dayMs).find((start) => start > after.getTime());
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

/** The days asked for last, by schedule: a simulated day asks for the same 1,440 slots as often. */
const remembered = new WeakMap<Schedule, Map<number, readonly number[]>>();
const rememberedDays = 4;

function slotsOf(schedule: Schedule, day: number): readonly number[] {
  const days = remembered.get(schedule) ?? new Map<number, readonly number[]>();
  remembered.set(schedule, days);
  const known = days.get(day);
  if (known) return known;
  const slots = isDue(schedule, day) ? findSlots(schedule, day) : [];
  if (days.size === rememberedDays) days.clear();
  days.set(day, slots);
  return slots;
}

/** Ascending, each once: where clocks are put forward, two times on the wall may be one instant. */
function findSlots({ zone, hours, minutes }: Schedule, day: number): number[] {
  const walls = hours.flatMap((hour) => minutes.map((minute) => day + (hour * 60 + minute) * minuteMs));
  return zone === 'UTC'
    ? walls
    : [...new Set(walls.map((wall) => instantOf(wall, zone)))].sort((a, b) => a - b);
}

function isDue({ daysOfMonth, months, weekdays }: Schedule, day: number): boolean {
  const date = new Date(day);
  return (
    daysOfMonth.has(date.getUTCDate()) && months.has(date.getUTCMonth() + 1) && weekdays.has(date.getUTCDay())
  );
}

function startOfDay({ zone }: Schedule, at: Date): number {
  return Math.floor(wallTimeOf(at.getTime(), zone) / dayMs) * dayMs;
}

function numbers(field: readonly (number | string)[]): number[] {
  return field
    .map((value) => {
      if (typeof value === 'number') return value;
      throw new Error(`'${value}' is no number`);
    })
    .sort((a, b) => a - b);
}
