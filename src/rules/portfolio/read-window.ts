import { addDays, isUtcDay, type UtcDay } from '../../domain/utc-day.ts';
import { countDays } from '../question/dates.ts';

/** Days, both ends in them; null = no end. */
export interface Window {
  from: UtcDay | null;
  to: UtcDay | null;
  /** How many words it took. */
  length: number;
}

/** Where a day without a year lies: renewals are ahead, changes are back. */
export type Direction = 'ahead' | 'back';

type Units = 'week' | 'month' | 'quarter' | 'year';

const leads: ReadonlySet<string> = new Set('in within for over during the on at'.split(' '));

/**
 * Reads a span of days at the start of the words: `in 90 days`, `this quarter`, `next month`, `before 1 Mar`,
 * `between 1 Jan and 15 Mar`, `in Q1 2027`, `in March`, `by year end`.
 * @returns null when none stands there
 */
export function readWindow(words: readonly string[], today: UtcDay, direction: Direction): Window | null {
  let skip = 0;
  while (skip < 2 && leads.has(words[skip] ?? '')) skip += 1;
  const rest = words.slice(skip);
  const read =
    readBetween(rest, today, direction) ??
    readOpenEnd(rest, today, direction) ??
    readUnit(rest, today) ??
    readCount(rest, today, direction) ??
    readPoint(rest, today, direction);
  return read && { ...read, length: read.length + skip };
}

/** `between 1 Jan and 15 Mar`, `from 1 Jan to 15 Mar`. */
function readBetween(words: readonly string[], today: UtcDay, direction: Direction): Window | null {
  if (words[0] !== 'between' && words[0] !== 'from') return null;
  const one = readPoint(words.slice(1), today, direction);
  const day = one === null ? ordinal(words[1] ?? '') : null;
  const join = 1 + (one?.length ?? 1);
  if ((one === null && day === null) || !joins.has(words[join] ?? '')) return null;
  const other = readPoint(words.slice(join + 1), today, direction);
  if (!other) return null;
  const length = join + 1 + other.length;
  if (one) return { from: one.from, to: other.to, length };
  // "between 1 and 15 november": the month stands once
  const from = dayOf(Number(other.to.slice(0, 4)), Number(other.to.slice(5, 7)), day ?? 0);
  return from === null ? null : { from, to: other.to, length };
}

const joins: ReadonlySet<string> = new Set(['and', 'to', 'until', 'till', 'through']);

/** `before 1 Mar`, `by March`, `after 1 Jan`, `since October`, `until year end`. */
function readOpenEnd(words: readonly string[], today: UtcDay, direction: Direction): Window | null {
  const [first = ''] = words;
  const isEnd = ['before', 'by', 'until', 'till'].includes(first);
  if (!isEnd && !['after', 'from', 'since'].includes(first)) return null;
  const point = readPoint(words.slice(1), today, first === 'since' ? 'back' : direction);
  if (!point) return null;
  const length = 1 + point.length;
  if (first === 'before') return { from: start(direction, today), to: addDays(point.from, -1), length };
  if (isEnd) return { from: start(direction, today), to: point.to, length };
  const to = direction === 'back' ? today : null;
  return { from: first === 'after' ? addDays(point.to, 1) : point.from, to, length };
}

/** What is ahead begins today. */
function start(direction: Direction, today: UtcDay): UtcDay | null {
  return direction === 'ahead' ? today : null;
}

/** `this month`, `next quarter`, `last week`, `end of the year`. */
function readUnit(words: readonly string[], today: UtcDay): Window | null {
  const [first = '', second = ''] = words;
  const unit = unitOf(second);
  if (unit === null) return null;
  const shift = shifts.get(first);
  return shift === undefined ? null : { ...spanOf(unit, today, shift), length: 2 };
}

const shifts: ReadonlyMap<string, number> = new Map([
  ['this', 0],
  ['current', 0],
  ['next', 1],
  ['following', 1],
  ['last', -1],
  ['past', -1],
  ['previous', -1],
]);

/** `90 days`, `next 90 days`, `last 2 weeks`, `90d`. */
function readCount(words: readonly string[], today: UtcDay, direction: Direction): Window | null {
  const shift = shifts.get(words[0] ?? '');
  const from = shift === undefined ? 0 : 1;
  const glued = /^(\d{1,4})-?(d|days?|weeks?|months?)$/u.exec(words[from] ?? '');
  const [count = '', unit = ''] = glued ? glued.slice(1) : words.slice(from);
  const days = countDays(count, unit);
  if (days === null) return null;
  const length = from + (glued ? 1 : 2);
  const isBack = shift === undefined ? direction === 'back' : shift < 0;
  return isBack
    ? { from: addDays(today, -days), to: today, length }
    : { from: today, to: addDays(today, days), length };
}

/** A day, a month, a quarter or a year by its name. */
interface Point {
  from: UtcDay;
  to: UtcDay;
  length: number;
}

function readPoint(words: readonly string[], today: UtcDay, direction: Direction): Point | null {
  const skip = words[0] === 'the' ? 1 : 0;
  const rest = words.slice(skip);
  const read =
    readWord(rest, today) ??
    readQuarter(rest, today, direction) ??
    readDate(rest, today, direction) ??
    readEndOf(rest, today, direction) ??
    readThisUnit(rest, today);
  return read && { ...read, length: read.length + skip };
}

function readWord([first = '']: readonly string[], today: UtcDay): Point | null {
  if (isUtcDay(first)) return { from: first, to: first, length: 1 };
  if (/^20\d\d$/u.test(first)) return { from: `${first}-01-01`, to: `${first}-12-31`, length: 1 };
  const shift = { today: 0, now: 0, tomorrow: 1, yesterday: -1 }[first];
  if (shift === undefined) return null;
  const day = addDays(today, shift);
  return { from: day, to: day, length: 1 };
}

function readQuarter(words: readonly string[], today: UtcDay, direction: Direction): Point | null {
  const quarter = /^q([1-4])$/u.exec(words[0] ?? '')?.[1];
  if (quarter === undefined) return null;
  const month = (Number(quarter) - 1) * 3 + 1;
  return ofYear(words[1], today, direction, 1, (year) =>
    spanOf('quarter', dayOf(year, month, 1) ?? today, 0),
  );
}

/** `1 nov`, `nov 1 2026`, `the 3rd of march`, `march 2027`. */
function readDate(words: readonly string[], today: UtcDay, direction: Direction): Point | null {
  const of = words[1] === 'of' ? 1 : 0;
  const [first = '', second = ''] = [words[0], words[1 + of]];
  const [dayFirst, monthFirst] = [ordinal(first), monthOf(first)];
  const month = dayFirst === null ? monthFirst : monthOf(second);
  if (month === null) return null;
  const day = dayFirst ?? (of === 0 ? ordinal(second) : null);
  const length = day === null ? 1 : 2 + of;
  return ofYear(words[length], today, direction, length, (year) => {
    const at = dayOf(year, month, day ?? 1);
    if (at === null) return null;
    return day === null ? spanOf('month', at, 0) : { from: at, to: at };
  });
}

/** With the year that was said, or the nearest one on the side that is meant; today counts as ahead and back. */
function ofYear(
  said: string | undefined,
  today: UtcDay,
  direction: Direction,
  length: number,
  make: (year: number) => { from: UtcDay; to: UtcDay } | null,
): Point | null {
  if (/^20\d\d$/u.test(said ?? '')) {
    const read = make(Number(said));
    return read && { ...read, length: length + 1 };
  }
  const thisYear = Number(today.slice(0, 4));
  for (let shift = 0; shift <= 8; shift += 1) {
    const read = make(thisYear + (direction === 'ahead' ? shift : -shift));
    if (read && (direction === 'ahead' ? read.to >= today : read.from <= today)) return { ...read, length };
  }
  return null;
}

/** `end of the quarter`, `year end`, `year-end`. */
function readEndOf(words: readonly string[], today: UtcDay, direction: Direction): Point | null {
  const glued = /^(week|month|quarter|year)-end$/u.exec(words[0] ?? '')?.[1];
  if (glued !== undefined) return lastDay(glued as Units, today, 0, 1);
  const first = unitOf(words[0] ?? '');
  if (first !== null && words[1] === 'end') return lastDay(first, today, 0, 2);
  if (words[0] !== 'end') return null;
  let at = 1;
  while (at < 3 && ['of', 'the'].includes(words[at] ?? '')) at += 1;
  const month = monthOf(words[at] ?? '') === null ? null : readDate(words.slice(at), today, direction);
  if (month) return { from: month.to, to: month.to, length: at + month.length };
  const shift = shifts.get(words[at] ?? '');
  const unit = unitOf(words[shift === undefined ? at : at + 1] ?? '');
  return unit === null ? null : lastDay(unit, today, shift ?? 0, at + (shift === undefined ? 1 : 2));
}

function lastDay(unit: Units, today: UtcDay, shift: number, length: number): Point {
  const { to } = spanOf(unit, today, shift);
  return { from: to, to, length };
}

function readThisUnit(words: readonly string[], today: UtcDay): Point | null {
  const read = readUnit(words, today);
  return read?.from && read.to ? { from: read.from, to: read.to, length: read.length } : null;
}

/** The calendar week (from Monday), month, quarter or year of a day, so many of them later. */
export function spanOf(unit: Units, day: UtcDay, shift: number): { from: UtcDay; to: UtcDay } {
  if (unit === 'week') {
    const weekday = (new Date(`${day}T00:00:00.000Z`).getUTCDay() + 6) % 7;
    const from = addDays(day, 7 * shift - weekday);
    return { from, to: addDays(from, 6) };
  }
  const months = { month: 1, quarter: 3, year: 12 }[unit];
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1];
  const first = year * 12 + month - (month % months) + shift * months;
  return { from: firstOf(first), to: addDays(firstOf(first + months), -1) };
}

function firstOf(month: number): UtcDay {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}

function unitOf(word: string): Units | null {
  const unit = word.replace(/(?:'s|s)$/u, '');
  return unit === 'week' || unit === 'month' || unit === 'quarter' || unit === 'year' ? unit : null;
}

function ordinal(word: string): number | null {
  const digits = /^(\d{1,2})(?:st|nd|rd|th)?$/u.exec(word)?.[1];
  return digits === undefined ? null : Number(digits);
}

function monthOf(word: string): number | null {
  const at = months.findIndex(
    (name) => word === name || word === name.slice(0, 3) || (word === 'sept' && name === 'september'),
  );
  return at < 0 ? null : at + 1;
}

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);

function dayOf(year: number, month: number, day: number): UtcDay | null {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isUtcDay(text) ? text : null;
}
