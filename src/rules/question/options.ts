import { addDays, type UtcDay } from '../../domain/utc-day.ts';
import { type TimelineKind, timelineKinds } from '../timeline.ts';
import { countDays, readDay } from './dates.ts';
import type { SingleQuestion } from './question.ts';
import type { Token } from './tokens.ts';

/** What was said with `--days 30`, `--kind ticket,incident` and `--as-of 2026-10-01`. */
export interface Options {
  days?: number;
  kinds?: TimelineKind[];
  /** Before today: today is now. */
  asOf?: UtcDay;
}

/**
 * Takes the options out of the words. `--since` and `--until` stay: they are read like "since" and "until".
 * @param text - the question as typed, which tells an option from a dash in a sentence ("did it drop—any idea?")
 * @returns null when an option is unknown, given twice, or has no value that can be read
 */
export function takeOptions(
  tokens: readonly Token[],
  text: string,
  today: UtcDay,
): { options: Options; rest: Token[] } | null {
  const written = new Set([...text.matchAll(writtenOption)].map(([, name = '']) => name.toLowerCase()));
  const options: Options = {};
  const rest: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    if (!token) break;
    const [name = '', ...joined] = token.key.split('=');
    const given = token.text.startsWith('--') && (written.has(name) || Object.hasOwn(readers, name));
    if (!given || name === 'since' || name === 'until') {
      rest.push(token);
      at += 1;
      continue;
    }
    const ahead = tokens.slice(at + 1, at + 1 + maxValueWords);
    const value = joined.length > 0 ? [{ key: joined.join('='), text: token.text }, ...ahead] : ahead;
    const read = Object.hasOwn(readers, name) ? readers[name]?.(value, today, options) : null;
    if (!read) return null;
    at += 1 + read - (joined.length > 0 ? 1 : 0);
  }
  return { options, rest };
}

/** A question with its options; null when it has no such option. */
export function withOptions(
  question: SingleQuestion,
  options: Options,
  today: UtcDay,
): SingleQuestion | null {
  const { days, kinds, asOf } = options;
  const spanned = days !== undefined || kinds !== undefined;
  switch (question.kind) {
    case 'timeline':
      return asOf === undefined ? { ...question, ...(days && { days }), ...(kinds && { kinds }) } : null;
    case 'why':
    case 'health':
      if (asOf !== undefined) return question.kind === 'health' && !spanned ? { ...question, asOf } : null;
      if (kinds !== undefined) return null;
      return days === undefined
        ? question
        : { kind: 'why', account: question.account, since: addDays(today, -days) };
    default:
      return question;
  }
}

/** Whether `--help` stands somewhere. */
export function asksForHelp(tokens: readonly Token[]): boolean {
  return tokens.some((token) => token.key === 'help' && token.text.startsWith('--'));
}

/** Phones make one long dash of two. */
const writtenOption = /(?<!\S)(?:--|[—–])([a-z][a-z-]*)/giu;

/** More kinds than there are, or more words than a date has, are no value. */
const maxValueWords = timelineKinds.length;

/** Reads a value at the start of the words; returns how many words it took, 0 when it cannot be read. */
type Reader = (words: readonly Token[], today: UtcDay, options: Options) => number;

const readers: Readonly<Record<string, Reader>> = {
  days: (words, _today, options) => {
    const days = countDays(words[0]?.key.replace(/d$/u, '') ?? '', 'day');
    if (days === null || options.days !== undefined) return 0;
    options.days = days;
    return 1;
  },
  kind: readKinds,
  kinds: readKinds,
  'as-of': (words, today, options) => {
    const read = readDay(
      words.map((word) => word.key),
      today,
    );
    if (read === null || read.day > today || options.asOf !== undefined) return 0;
    if (read.day < today) options.asOf = read.day;
    return read.length;
  },
};

/** `ticket`, `ticket,incident`, `tickets, incidents`. */
function readKinds(words: readonly Token[], _today: UtcDay, options: Options): number {
  const end = words.findIndex((word) => !word.text.endsWith(','));
  const taken = end < 0 ? words.length : end + 1;
  const names = words.slice(0, taken).flatMap((word) => word.key.split(','));
  const kinds = names.map((name) => timelineKinds.find((kind) => name === kind || name === `${kind}s`));
  const known = kinds.filter((kind) => kind !== undefined);
  if (known.length === 0 || known.length < kinds.length || options.kinds !== undefined) return 0;
  options.kinds = [...new Set(known)];
  return taken;
}
