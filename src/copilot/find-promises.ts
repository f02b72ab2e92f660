import type { Passage } from '../domain/answer.ts';
import { uncitedFigures } from './check/figures.ts';
import { contentOf, sentencesOf, sharedWords } from './check/sentences.ts';
import { cuePatterns, noPromise, type PromiseKind, promiseRules } from './promise-cues.ts';

/** A promise that nothing supports. */
export interface UnfoundedPromise {
  /** Where it stands in the text, from its first word that says so to its last; `end` is behind it. */
  start: number;
  end: number;
  text: string;
  /** The whole sentence that it stands in, as a person reads it: without the mark of a list and without its full stop. */
  sentence: string;
  kind: PromiseKind;
}

/** Longer texts are looked at up to here and no further, and so are longer sentences: no reply has any. */
const lookedAt = { text: 50_000, sentence: 2_000 } as const;
const listMark = /^\s*(?:[-*#>]+|\d+[.)])\s+/;
/** Cues that are further apart belong to different things. */
const near = 110;

/**
 * Promises of dates, fixes, money, guarantees and exceptions in a draft or an answer that no passage makes. A passage makes
 * one when one of its sentences promises the same kind of thing, with the same figures, times and most of the words.
 * @returns in the order of the text, at most one a sentence and kind, none inside another
 */
export function findPromises(text: string, passages: readonly Pick<Passage, 'text'>[]): UnfoundedPromise[] {
  const found = promisesIn(text.slice(0, lookedAt.text)).filter(
    (promise) => !passages.some((passage) => makes(passage.text, promise)),
  );
  return found.filter(
    (one, index) =>
      !found.some((other, at) => at !== index && covers(other, one) && (at < index || !covers(one, other))),
  );
}

/** How much of a sentence is enough to find it again. */
const quoteLength = 120;

/** The same promises as a person is shown them: each by its sentence, and each sentence once. */
export function quotedPromises(text: string, passages: readonly Pick<Passage, 'text'>[]): string[] {
  return [...new Set(findPromises(text, passages).map((promise) => quotePromise(promise, quoteLength)))];
}

/** The sentence of a promise in at most `length` characters; where it is longer, from the promise on. */
export function quotePromise({ text, sentence }: UnfoundedPromise, length: number): string {
  const at = sentence.indexOf(text);
  return at + text.length <= length - 1
    ? shorten(sentence, length)
    : shorten(`…${sentence.slice(at)}`, length);
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}

function covers(a: UnfoundedPromise, b: UnfoundedPromise): boolean {
  return a.start <= b.start && a.end >= b.end;
}

function promisesIn(text: string): UnfoundedPromise[] {
  return [...text.matchAll(/[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*/g)].flatMap(({ 0: sentence, index }) => {
    const part = sentence.slice(0, lookedAt.sentence);
    if (noPromise.test(part)) return [];
    const whole = part.replace(listMark, '').trim();
    const kinds = new Map<PromiseKind, UnfoundedPromise>();
    for (const [kind, cues] of promiseRules) {
      const place = kinds.has(kind) ? null : placeOf(part, cues);
      if (place === null) continue;
      const { start, end } = place;
      kinds.set(kind, {
        start: index + start,
        end: index + end,
        text: part.slice(start, end),
        sentence: whole,
        kind,
      });
    }
    return [...kinds.values()];
  });
}

/** Where all of these cues stand near each other; a word is one cue alone. */
function placeOf(
  sentence: string,
  cues: readonly (keyof typeof cuePatterns)[],
): { start: number; end: number } | null {
  const [first, ...others] = cues;
  if (first === undefined) return null;
  for (const { 0: word, index } of sentence.matchAll(cuePatterns[first])) {
    const place = { start: index, end: index + word.length };
    const isWhole = others.every((cue) => {
      for (const match of sentence.matchAll(cuePatterns[cue])) {
        const start = Math.min(place.start, match.index);
        const end = Math.max(place.end, match.index + match[0].length);
        const isSame = match.index < index + word.length && match.index + match[0].length > index;
        if (isSame || end - start > near) continue;
        Object.assign(place, { start, end });
        return true;
      }
      return false;
    });
    if (isWhole) return place;
  }
  return null;
}

/** How much of a promise's words its source has to say. */
const covered = 0.6;

function makes(source: string, promise: UnfoundedPromise): boolean {
  const words = contentOf(promise.text);
  const times = promise.text.match(cuePatterns.when) ?? [];
  return sentencesOf(source).some((sentence) => {
    const lower = sentence.toLowerCase();
    return (
      promisesIn(sentence).some(({ kind }) => kind === promise.kind) &&
      uncitedFigures(promise.text, sentence).length === 0 &&
      times.every((time) => /\d/.test(time) || lower.includes(time.toLowerCase())) &&
      sharedWords(words, contentOf(sentence)) >= covered * words.size
    );
  });
}
