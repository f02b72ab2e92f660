import type { UtcDay } from '../../domain/utc-day.ts';
import { countDays, isMonth, isWeekday, type ReadDay, readDay, readSpan } from './dates.ts';
import type { Token } from './tokens.ts';

/** From when on, as said in the question, and the words that are left without it. */
export interface Period {
  since: UtcDay;
  /** False for words that may as well be part of a name, such as "monday" or "may 5"; "since" makes sure. */
  sure: boolean;
  rest: Token[];
}

/**
 * Takes the period out of a question, wherever it stands: "since 1 nov", "in the last 30 days", "this month",
 * "3 days ago", "on monday", "yesterday" at the end.
 * @returns null when there is none; 'unreadable' when "since" is followed by something that is no day
 */
export function takePeriod(tokens: readonly Token[], today: UtcDay): Period | null | 'unreadable' {
  for (let at = 0; at < tokens.length; at += 1) {
    // No day takes more words; looking at a few keeps long questions linear.
    const ahead = tokens.slice(at, at + 7).map((token) => token.key);
    const read = readPeriod(ahead, today, at > 0 && at + 1 === tokens.length);
    if (read === 'unreadable' && at > 0) return at > 1 || ahead.length > 1 ? 'unreadable' : null;
    if (read === null || read === 'unreadable') continue;
    const rest = [...tokens.slice(0, at), ...tokens.slice(at + read.length)];
    return { since: read.day, sure: read.sure, rest };
  }
  return null;
}

interface Read {
  day: UtcDay;
  length: number;
  sure: boolean;
}

function readPeriod(words: readonly string[], today: UtcDay, last: boolean): Read | null | 'unreadable' {
  const [first = '', second = ''] = words;
  const joined = /^since=(\S+)$/u.exec(first)?.[1];
  if (joined !== undefined) return plus(readDay([joined], today), 0, true) ?? 'unreadable';
  if (first === 'since') return plus(readDay(words.slice(1), today), 1, true) ?? 'unreadable';
  if (compareWords.has(first)) {
    const skip = second === 'to' || second === 'with' ? 2 : 1;
    return plus(readDay(words.slice(skip), today), skip, true);
  }
  if (fromWords.has(first)) return plus(readDay(words.slice(1), today), 1, false);
  const lead =
    (spanWords.has(first) ? 1 : 0) + (first === 'the' || (spanWords.has(first) && second === 'the') ? 1 : 0);
  if (first === 'in' && isMonth(second)) return plus(readDay(words.slice(1), today), 1, false);
  const span = readSpan(words.slice(lead), today);
  if (span && span.length > 1) return plus(span, lead, true);
  const day = lead === 0 ? readDay(words, today) : null;
  if (day === null || (isMonth(first) && day.length === 1)) return null;
  return last || day.length > 1 || !(span || isWeekday(first)) ? plus(day, 0, false) : null;
}

function plus(read: ReadDay | null, more: number, sure: boolean): Read | null {
  return read && { day: read.day, length: read.length + more, sure };
}

const compareWords: ReadonlySet<string> = new Set(['compared', 'versus', 'vs', 'than']);
const fromWords: ReadonlySet<string> = new Set(['from', 'after', 'on']);
const spanWords: ReadonlySet<string> = new Set(['in', 'over', 'during', 'within', 'for']);

/**
 * Takes a number of days from the end: `30`, `30d`, `30 days`, `2 weeks`.
 * @returns null when none stands there after at least one other word; at most ten years
 */
export function takeDays(tokens: readonly Token[]): { days: number; rest: Token[] } | null {
  const [before = '', end = ''] = [tokens.at(-2)?.key, tokens.at(-1)?.key];
  const spelled = tokens.length > 2 ? countDays(before, end) : null;
  if (spelled !== null) return { days: spelled, rest: dropDaysWord(tokens.slice(0, -2)) };
  const digits = /^(\d{1,4})d?$/u.exec(end)?.[1];
  const days = digits === undefined || tokens.length < 2 ? null : countDays(digits, 'day');
  return days === null ? null : { days, rest: dropDaysWord(tokens.slice(0, -1)) };
}

/** `--days 30` and `last 30` leave their first word behind. */
function dropDaysWord(tokens: Token[]): Token[] {
  const key = tokens.at(-1)?.key ?? '';
  return tokens.length > 1 && ['days', 'for', 'last', 'past'].includes(key) ? tokens.slice(0, -1) : tokens;
}
