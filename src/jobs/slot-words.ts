import { readCron, type Schedule } from './slots.ts';

const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Five cron fields in words; the fields themselves where words would be longer than they. */
export function cronInWords(cron: string, zone = 'UTC'): string {
  const schedule = readCron(cron);
  const time = timeInWords(schedule);
  const day = dayInWords(schedule);
  if (time === null || day === null) return `by cron ${cron}, ${zone}`;
  if (day === 'day' && time.kind === 'interval') return time.words;
  if (time.kind === 'interval') return `${time.words}, every ${day}`;
  return `every ${day} at ${time.words} ${zone}`;
}

interface Words {
  kind: 'interval' | 'clock';
  words: string;
}

function timeInWords({ minutes, hours }: Schedule): Words | null {
  if (hours.length === 24) return intervalInWords(minutes);
  const [minute, ...more] = minutes;
  if (minute === undefined || more.length > 0 || hours.length > 4) return null;
  return { kind: 'clock', words: hours.map((hour) => `${two(hour)}:${two(minute)}`).join(', ') };
}

function intervalInWords(minutes: readonly number[]): Words | null {
  if (minutes.length === 60) return { kind: 'interval', words: 'every minute' };
  if (minutes.length === 1) return { kind: 'interval', words: `every hour at :${two(minutes[0] ?? 0)}` };
  const step = 60 / minutes.length;
  const even = minutes.every((minute, index) => minute === index * step);
  return even ? { kind: 'interval', words: `every ${step} minutes` } : null;
}

function dayInWords({ daysOfMonth, months, weekdays }: Schedule): string | null {
  if (months.size < 12) return null;
  if (daysOfMonth.size === 31 && weekdays.size === 7) return 'day';
  if (daysOfMonth.size === 31) {
    if ([1, 2, 3, 4, 5].every((day) => weekdays.has(day)) && weekdays.size === 5) return 'working day';
    return weekdays.size <= 3 ? [...weekdays].map((day) => weekdayNames[day] ?? '').join(' and ') : null;
  }
  const [day] = daysOfMonth;
  return daysOfMonth.size === 1 && day !== undefined ? `month on day ${day}` : null;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
