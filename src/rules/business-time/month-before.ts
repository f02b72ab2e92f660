import { DateTime } from 'luxon';

/** The whole month before the one that an instant is in, by the clock of a time zone; `name` as `2026-11`. */
export function monthBefore(at: Date, zone: string): { from: Date; to: Date; name: string } {
  const month = DateTime.fromJSDate(at, { zone }).startOf('month');
  const before = month.minus({ months: 1 });
  return { from: before.toJSDate(), to: month.toJSDate(), name: before.toFormat('yyyy-MM') };
}
