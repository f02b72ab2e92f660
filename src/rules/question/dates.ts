import { addDays, isUtcDay, type UtcDay } from '../../domain/utc-day.ts';

/** A day that was read, and how many words it took. */
export interface ReadDay {
  day: UtcDay;
  length: number;
}

/**
 * Reads a day at the start of the words: `2026-11-01`, `1 nov`, `nov 1 2026`, `the 3rd of may`, `october` (its first
 * day), `monday` (the latest before today), `yesterday`, `3 weeks ago`, `last month`, `the past 30 days`, `this week`.
 * Without a year it is the latest such day that is not after today. Digits with slashes are not read: `1/11` is two days.
 * @returns null when no day stands there or it does not exist
 * Source: a week is 7 days, a month 30, a quarter 90, a year 365, as in `change30d` of the health card
 */
export function readDay(words: readonly string[], today: UtcDay): ReadDay | null {
  const skip = words[0] === 'the' || words[0] === 'on' ? 1 : 0;
  const rest = skip ? words.slice(skip) : words;
  const read =
    readIso(rest) ?? readCalendar(rest, today) ?? readWeekday(rest, today) ?? readSpan(rest, today);
  return read && { day: read.day, length: read.length + skip };
}

/** Reads a span that ends today: `last week`, `the past 30 days`, `3 days ago`, `this month`, `yesterday`. */
export function readSpan(words: readonly string[], today: UtcDay): ReadDay | null {
  const [first = '', second = '', third = ''] = words;
  if (first === 'today') return { day: today, length: 1 };
  if (first === 'yesterday') return { day: addDays(today, -1), length: 1 };
  if (first === 'last' || first === 'past' || first === 'previous') {
    const single = unitDays.get(second);
    if (single !== undefined) return back(today, single, 2);
    const days = countDays(second, third);
    return days === null ? null : back(today, days, 3);
  }
  const start = first === 'this' || first === 'current' ? startOf(second, today) : null;
  if (start) return { day: start, length: 2 };
  const days = third === 'ago' ? countDays(first, second) : null;
  return days === null ? null : back(today, days, 3);
}

/** `30 days`, `two weeks`: the days that a number and a unit make; null when they are none, or more than ten years. */
export function countDays(count: string, unit: string): number | null {
  const one = unitDays.get(unit) ?? unitDays.get(unit.replace(/s$/u, ''));
  const number = /^\d{1,4}$/u.test(count) ? Number(count) : (numberWords.get(count) ?? 0);
  const days = one === undefined ? 0 : number * one;
  return days >= 1 && days <= 3650 ? days : null;
}

/** Whether a word is a month's name alone, which "may" also is. */
export function isMonth(word: string): boolean {
  return months.has(word);
}

/** Whether a word is the name of a weekday. */
export function isWeekday(word: string): boolean {
  return weekdays.has(word);
}

function back(today: UtcDay, days: number, length: number): ReadDay {
  return { day: addDays(today, -days), length };
}

function readIso([first = '']: readonly string[]): ReadDay | null {
  return isUtcDay(first) ? { day: first, length: 1 } : null;
}

function readCalendar(words: readonly string[], today: UtcDay): ReadDay | null {
  const parts = words[1] === 'of' ? [words[0] ?? '', ...words.slice(2, 4)] : words.slice(0, 3);
  const extra = words[1] === 'of' ? 1 : 0;
  const [first = '', second = '', third = ''] = parts;
  const [dayFirst, monthFirst] = [dayNumber(first), months.get(first)];
  const month = months.get(second) ?? monthFirst;
  if (month === undefined) return null;
  const dated =
    dayFirst !== null && months.has(second) ? dayFirst : monthFirst !== undefined ? dayNumber(second) : null;
  if (dated !== null) {
    const year = yearNumber(third);
    return found(
      year === null ? latest(month, dated, today) : toDay(year, month, dated),
      2 + extra + (year === null ? 0 : 1),
    );
  }
  if (monthFirst === undefined) return null;
  const year = yearNumber(second);
  return found(year === null ? latest(month, 1, today) : toDay(year, month, 1), year === null ? 1 : 2);
}

function found(day: UtcDay | null, length: number): ReadDay | null {
  return day === null ? null : { day, length };
}

function readWeekday([first = '', second = '']: readonly string[], today: UtcDay): ReadDay | null {
  const last = first === 'last' || first === 'this' ? 1 : 0;
  const weekday = weekdays.get(last ? second : first);
  if (weekday === undefined) return null;
  const ago = (weekdayOf(today) - weekday + 7) % 7 || 7;
  return back(today, ago, 1 + last);
}

/** The latest such day that is not after today; null when there is none, as for 31 June. Eight years hold any 29 February. */
function latest(month: number, day: number, today: UtcDay): UtcDay | null {
  const thisYear = Number(today.slice(0, 4));
  for (let year = thisYear; year >= thisYear - 8; year -= 1) {
    const candidate = toDay(year, month, day);
    if (candidate !== null && candidate <= today) return candidate;
  }
  return null;
}

function toDay(year: number, month: number, day: number): UtcDay | null {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isUtcDay(text) ? text : null;
}

function dayNumber(word: string): number | null {
  const digits = /^(\d{1,2})(?:st|nd|rd|th)?$/u.exec(word)?.[1];
  return digits === undefined ? null : Number(digits);
}

function yearNumber(word: string): number | null {
  return /^(?:19[7-9]|20\d)\d$/u.test(word) ? Number(word) : null;
}

function startOf(unit: string, today: UtcDay): UtcDay | null {
  const [year, month] = [today.slice(0, 4), Number(today.slice(5, 7))];
  if (unit === 'week') return addDays(today, -((weekdayOf(today) + 6) % 7));
  if (unit === 'month') return `${today.slice(0, 7)}-01`;
  if (unit === 'quarter') return toDay(Number(year), month - ((month - 1) % 3), 1);
  return unit === 'year' ? `${year}-01-01` : null;
}

/** 0 = Sunday. */
function weekdayOf(day: UtcDay): number {
  return new Date(`${day}T00:00:00.000Z`).getUTCDay();
}

const unitDays: ReadonlyMap<string, number> = new Map([
  ['day', 1],
  ['d', 1],
  ['week', 7],
  ['fortnight', 14],
  ['month', 30],
  ['quarter', 90],
  ['year', 365],
]);

const numberWords: ReadonlyMap<string, number> = new Map(
  'a one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, index): [string, number] => [word, Math.max(1, index)]),
);

const months = namesOf(
  'january february march april may june july august september october november december',
  1,
  ['sept', 9],
);
const weekdays = namesOf(
  'sunday monday tuesday wednesday thursday friday saturday',
  0,
  ['tues', 2],
  ['weds', 3],
  ['thur', 4],
  ['thurs', 4],
);

/** Full names and their first three letters. */
function namesOf(names: string, from: number, ...more: [string, number][]): ReadonlyMap<string, number> {
  const list = names.split(' ').map((name, index): [string, number] => [name, index + from]);
  return new Map([
    ...list,
    ...list.map(([name, value]): [string, number] => [name.slice(0, 3), value]),
    ...more,
  ]);
}
