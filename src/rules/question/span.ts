import { isUtcDay, type UtcDay } from '../../domain/utc-day.ts';
import { type ReadDay, readDay } from './dates.ts';
import type { Token } from './tokens.ts';

/** Two days, as said, and the words that are left without them. Their order is that in which they were said. */
export interface Span {
  since: UtcDay;
  until: UtcDay;
  rest: Token[];
}

/** What begins a span, and what may join its second day. */
const joins: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['between', new Set(['and', 'to', 'until'])],
  ['from', new Set(['to', 'until', 'till', 'through'])],
  ['since', new Set(['until', 'till', 'to', 'through'])],
]);

/**
 * Takes a span between two days out of a question: "between 1 and 15 November", "from 1 Nov to 15 Nov",
 * `--since 2026-11-01 --until 2026-11-15`. Days without a year are the latest ones that are not after today.
 * @returns null when there is none; 'unreadable' when a second day is announced and none stands there
 */
export function takeSpan(tokens: readonly Token[], today: UtcDay): Span | null | 'unreadable' {
  const words = split(tokens);
  for (const [at, { key }] of words.entries()) {
    const joining = joins.get(key);
    if (!joining) continue;
    const ahead = words.slice(at + 1, at + 1 + longestSpan).map((word) => word.key);
    const read = readSpan(ahead, joining, today);
    if (read === null) continue;
    if (read === 'unreadable') return key === 'between' ? null : read;
    const rest = [...words.slice(0, at), ...words.slice(at + 1 + read.length)];
    return { since: read.since, until: read.until, rest };
  }
  return null;
}

/** Two days of at most six words, and what joins them. */
const longestSpan = 14;

/** `--since=2026-11-01` is two words. */
function split(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) => {
    const [, name = '', day = ''] = /^(since|until)=(\S+)$/u.exec(token.key) ?? [];
    return isUtcDay(day)
      ? [
          { key: name, text: `--${name}` },
          { key: day, text: day },
        ]
      : [token];
  });
}

function readSpan(
  words: readonly string[],
  joining: ReadonlySet<string>,
  today: UtcDay,
): { since: UtcDay; until: UtcDay; length: number } | null | 'unreadable' {
  const one = readDay(words, today) ?? dayAlone(words);
  if (!one || !joining.has(words[one.length] ?? '')) return null;
  const from = one.length + 1;
  const other = readDay(words.slice(from), today);
  if (!other) return 'unreadable';
  const since = 'day' in one ? one.day : inMonthOf(other.day, one.number);
  return since === null ? 'unreadable' : { since, until: other.day, length: from + other.length };
}

/** The "1" of "between 1 and 15 November". */
function dayAlone([first = '', second = '']: readonly string[]): { number: number; length: number } | null {
  const skip = first === 'the' ? 1 : 0;
  const digits = /^(\d{1,2})(?:st|nd|rd|th)?$/u.exec(skip ? second : first)?.[1];
  return digits === undefined ? null : { number: Number(digits), length: 1 + skip };
}

function inMonthOf(day: UtcDay, number: number): ReadDay['day'] | null {
  const text = `${day.slice(0, 8)}${String(number).padStart(2, '0')}`;
  return isUtcDay(text) ? text : null;
}
