import { DateTime } from 'luxon';
import { type WorkingHours, weekdays } from '../../domain/sla.ts';
import { addDays, type UtcDay } from '../../domain/utc-day.ts';

/** When something weekly is due. */
export interface WeeklyDue {
  /** The day of the week that it is of; it names the week, also where a holiday puts it off. */
  of: UtcDay;
  /** When it is due. */
  at: Date;
}

const mostOff = 7;

/**
 * When what happens weekly was due last at an hour on a day, by the clock on the wall; on a holiday it is put
 * off to the next day on which we work.
 */
export function latestDue(
  { day, hour }: { day: WorkingHours['days'][number]; hour: number },
  hours: WorkingHours,
  now: Date,
): WeeklyDue {
  const today = DateTime.fromJSDate(now, { zone: hours.zone });
  const back = (today.weekday - 1 - weekdays.indexOf(day) + 7) % 7;
  const of = today.minus({ days: back }).toFormat('yyyy-MM-dd');
  const due = dueOf(of, hour, hours);
  return due.at <= now ? due : dueOf(addDays(of, -7), hour, hours);
}

function dueOf(of: UtcDay, hour: number, hours: WorkingHours): WeeklyDue {
  let on = of;
  for (let off = 0; off < mostOff && isOff(on, of, hours); off++) on = addDays(on, 1);
  return { of, at: DateTime.fromISO(on, { zone: hours.zone }).set({ hour }).toJSDate() };
}

/** Whoever wants it on a Sunday gets it on Sundays; what a holiday puts off comes on a working day. */
function isOff(on: UtcDay, of: UtcDay, { days, holidays, zone }: WorkingHours): boolean {
  if (holidays.includes(on)) return true;
  const weekday = weekdays[DateTime.fromISO(on, { zone }).weekday - 1];
  return on !== of && (weekday === undefined || !days.includes(weekday));
}
