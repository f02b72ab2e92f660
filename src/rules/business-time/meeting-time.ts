import { DateTime } from 'luxon';
import { type WorkingHours, weekdays } from '../../domain/sla.ts';
import { addDays, type UtcDay } from '../../domain/utc-day.ts';

/** Whose time a meeting has to fit. */
export interface MeetingTimes {
  /** When our own people work, and the days on which they do not. */
  hours: WorkingHours;
  /** Where the customer lives; null = nobody knows */
  customerZone: string | null;
}

const stepMinutes = 30;
/** In the morning, when people have arrived. Ours. */
const wishedMinute = 10 * 60;
/** A customer's hours are not on record: an office's. Ours. */
const office = { from: 9 * 60, to: 17 * 60 };
/** Further ahead nobody looks: a year of holidays is a mistake in the calendar. */
const daysAhead = 60;

/**
 * When a meeting should be: on the first day from `wanted` on which we work, the whole of it within our hours and, where
 * their zone is known, on a weekday and within the office hours of the customer; as close to ten in the morning there as
 * may be. Where both sides' hours never meet, ours hold, as close to the customer's as may be.
 * @param wanted - a day of our own zone
 * @param after - nobody is invited to an earlier instant
 */
export function meetingTime(
  wanted: UtcDay,
  minutes: number,
  { hours, customerZone }: MeetingTimes,
  after: Date,
): Date {
  const zone = customerZone ?? hours.zone;
  let otherwise: DateTime | null = null;
  for (let day = wanted, ahead = 0; ahead < daysAhead; day = addDays(day, 1), ahead++) {
    if (!isWorked(hours, day)) continue;
    const slots = slotsOf(hours, day, minutes).filter((slot) => slot.toJSDate() > after);
    const best = nearest(slots, zone, minutes);
    if (best && outsideOf(best.setZone(zone), minutes) === 0) return best.toJSDate();
    otherwise ??= best;
  }
  // A pack without a day of work for two months: the wanted day at noon is as good as any.
  return otherwise?.toJSDate() ?? new Date(`${wanted}T12:00:00Z`);
}

function nearest(slots: readonly DateTime[], zone: string, minutes: number): DateTime | null {
  const far = (slot: DateTime): number => distance(slot.setZone(zone), minutes);
  return slots.reduce<DateTime | null>(
    (best, slot) => (best !== null && far(best) <= far(slot) ? best : slot),
    null,
  );
}

function isWorked({ zone, days, holidays }: WorkingHours, day: UtcDay): boolean {
  const weekday = weekdays[DateTime.fromISO(day, { zone }).weekday - 1];
  return weekday !== undefined && days.includes(weekday) && !holidays.includes(day);
}

/** Beginnings by the half hour, of meetings that end before we go home; the clock on the wall says so, whatever it did at night. */
function slotsOf({ zone, from, to }: WorkingHours, day: UtcDay, minutes: number): DateTime[] {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  const slots: DateTime[] = [];
  for (let minute = start; minute + minutes <= end; minute += stepMinutes)
    slots.push(DateTime.fromISO(day, { zone }).set({ hour: Math.floor(minute / 60), minute: minute % 60 }));
  return slots;
}

/** How many minutes of a meeting lie outside of office hours there; all of them on a weekend. */
function outsideOf(there: DateTime, minutes: number): number {
  if (there.weekday > 5) return minutes;
  const start = there.hour * 60 + there.minute;
  const inside = Math.min(start + minutes, office.to) - Math.max(start, office.from);
  return minutes - Math.max(0, inside);
}

/** Hours outside of the office count more than any wish within them. */
function distance(there: DateTime, minutes: number): number {
  const start = there.hour * 60 + there.minute;
  return outsideOf(there, minutes) * 10_000 + Math.abs(start - wishedMinute);
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
