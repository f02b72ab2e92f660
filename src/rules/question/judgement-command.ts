import { type SentimentValue, sentimentValues } from '../../domain/judgement.ts';
import { isUtcDay, type UtcDay } from '../../domain/utc-day.ts';
import { readDay } from './dates.ts';
import { accountText, dropTail } from './name-words.ts';
import type { JudgementQuestion } from './question.ts';
import { isCapitalised, type Token, toTokens } from './tokens.ts';

/** What is wrong or missing in such a command stays out; whoever answers says what to type. */
type Judged = Pick<JudgementQuestion, 'account' | 'until' | 'reason'>;

/** Longest command that is read: a reason of 2,000 characters, and the rest. */
const maxLength = 2_500;

/**
 * Reads `override acme 45 until 2026-12-31 because …` and `sentiment acme good until 31 dec because …`. The reason is
 * taken as typed, everything behind the first "because".
 * @param today - "until 31 dec" is the next one, today included
 * @returns null when it is no such command
 */
export function readJudgement(text: string, today: UtcDay): JudgementQuestion | null {
  if (text.length > maxLength) return null;
  const { head, reason } = splitReason(text);
  const tokens = dropTail(toTokens(head), 'polite');
  const verb = tokens[0]?.key;
  if (verb !== 'override' && verb !== 'sentiment') return null;
  // Sentiment Labs is a name, as Check Point is.
  if (tokens.length > 1 && tokens.every(isCapitalised)) return null;
  const { words, until } = takeUntil(tokens.slice(1), today);
  const typed = reason ?? '';
  const late = until === null ? endOfReason.exec(typed) : null;
  const day = late?.[1] ?? '';
  const ended = late && isUtcDay(day) ? { until: day, reason: typed.slice(0, late.index).trim() } : null;
  const rest = ended ?? { until, reason: typed };
  return verb === 'override' ? toOverride(words, rest) : toSentiment(words, rest);
}

/** Score as people write it: `45`, `45.5`, `45,25`. */
const score = /^(\d{1,3})(?:[.,](\d{1,2}))?[,;]?$/u;

/** A score in hundredths; null = it is none. One above 100 is passed on: it is a score that is not allowed, and no part of a name. */
export function readScore(text: string): number | null {
  const [, points, part = ''] = score.exec(text) ?? [];
  return points === undefined ? null : Number(points) * 100 + Number(part.padEnd(2, '0'));
}

function toOverride(words: readonly Token[], rest: Omit<Judged, 'account'>): JudgementQuestion {
  const hundredths = readScore(words.at(-1)?.text ?? '');
  return { kind: 'override', account: accountOf(words, hundredths !== null), hundredths, ...rest };
}

function toSentiment(words: readonly Token[], rest: Omit<Judged, 'account'>): JudgementQuestion {
  const last = words.at(-1)?.key;
  const value: SentimentValue | null = sentimentValues.find((known) => known === last) ?? null;
  return { kind: 'sentiment', account: accountOf(words, value !== null), value, ...rest };
}

function accountOf(words: readonly Token[], valued: boolean): string {
  const named = valued ? words.slice(0, -1) : words;
  const linked = valued && joiners.has(named.at(-1)?.key ?? '') && named.length > 1;
  const [first] = named;
  const from = first && leading.has(first.key) && !isCapitalised(first) && named.length > 1 ? 1 : 0;
  return accountText(named.slice(from, linked ? -1 : undefined));
}

/** `override acme to 45`, `sentiment acme is good`. */
const joiners: ReadonlySet<string> = new Set(['to', 'is', 'as', 'at', 'with']);
const leading: ReadonlySet<string> = new Set(['of', 'for', 'on', 'about', 'score', 'set']);

const reasonStart = /(?<!\S)(?:because|--reason|reason:)(?:\s+|$)/iu;
const endOfReason = /\s(?:until|till|--until)\s+(\d{4}-\d{2}-\d{2})[.!]?\s*$/iu;

function splitReason(text: string): { head: string; reason: string | null } {
  const at = reasonStart.exec(text);
  if (!at) return { head: text, reason: null };
  const reason = text.slice(at.index + at[0].length).trim();
  return {
    head: text.slice(0, at.index),
    reason: /^["“].*["”]$/su.test(reason) ? reason.slice(1, -1).trim() : reason,
  };
}

/** Takes `until 2026-12-31` off the end; words behind "until" that are no day leave it open. */
function takeUntil(
  tokens: readonly Token[],
  today: UtcDay,
): { words: readonly Token[]; until: UtcDay | null } {
  const at = tokens.findLastIndex((token) => token.key === 'until' || token.key === 'till');
  if (at < 0) return { words: tokens, until: null };
  const until = readComingDay(
    tokens.slice(at + 1).map((token) => token.key),
    today,
  );
  return { words: tokens.slice(0, at), until };
}

/** A day that is written in full, or the next day of this name: `31 dec`. A month alone has no last day that is meant for sure. */
function readComingDay(words: readonly string[], today: UtcDay): UtcDay | null {
  const iso = words.length === 1 && isUtcDay(words[0] ?? '') ? words[0] : undefined;
  if (iso !== undefined) return iso;
  if (!words.some((word) => /^\d{1,2}(?:st|nd|rd|th)?$/u.test(word)) || words.length > maxDayWords)
    return null;
  const dated = words.some((word) => /^\d{4}$/u.test(word));
  const year = Number(today.slice(0, 4));
  for (const attempt of dated
    ? [words]
    : [
        [...words, String(year)],
        [...words, String(year + 1)],
      ]) {
    const read = readDay(attempt, today);
    if (read?.length === attempt.length && (dated || read.day >= today)) return read.day;
  }
  return null;
}

/** `the 31st of december 2026`. */
const maxDayWords = 5;
