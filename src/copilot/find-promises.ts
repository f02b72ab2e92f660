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

/** Longer texts are looked at up to here and no further: no reply has any. A longer sentence is looked at in pieces. */
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
export const quoteLength = 120;

/** A sentence that promises something. */
export interface PromisedSentence {
  /** All of it: two that differ anywhere are two. */
  sentence: string;
  /** What a person is shown of it; where it is longer, from the promise on. */
  quote: string;
}

/** The same promises by their sentences, each once. */
export function promisedSentences(
  text: string,
  passages: readonly Pick<Passage, 'text'>[],
): PromisedSentence[] {
  const found = findPromises(text, passages).map((promise) => [promise.sentence, quoteOf(promise)] as const);
  return [...new Map(found)].map(([sentence, quote]) => ({ sentence, quote }));
}

function quoteOf({ text, sentence }: UnfoundedPromise): string {
  const at = sentence.indexOf(text);
  return at + text.length <= quoteLength - 1 ? shorten(sentence) : shorten(`…${sentence.slice(at)}`);
}

function shorten(text: string): string {
  return text.length <= quoteLength ? text : `${text.slice(0, quoteLength - 1).toWellFormed()}…`;
}

function covers(a: UnfoundedPromise, b: UnfoundedPromise): boolean {
  return a.start <= b.start && a.end >= b.end;
}

function promisesIn(text: string): UnfoundedPromise[] {
  return [...text.matchAll(/[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*/g)].flatMap(({ 0: sentence, index }) => {
    const whole = sentence.replace(listMark, '').trim();
    return partsOf(sentence).flatMap(({ part, from }) => {
      if (noPromise.test(part)) return [];
      const kinds = new Map<PromiseKind, UnfoundedPromise>();
      for (const [kind, cues] of promiseRules) {
        const place = kinds.has(kind) ? null : placeOf(part, cues);
        if (place === null) continue;
        const { start, end } = { start: from + place.start, end: from + place.end };
        const words = sentence.slice(start, end);
        kinds.set(kind, { start: index + start, end: index + end, text: words, sentence: whole, kind });
      }
      return [...kinds.values()];
    });
  });
}

/** A long sentence piece by piece, with what stands at an edge in both. */
function partsOf(sentence: string): { part: string; from: number }[] {
  const count = Math.max(1, Math.ceil((sentence.length - 2 * near) / (lookedAt.sentence - 2 * near)));
  return Array.from({ length: count }, (_, index) => {
    const from = index * (lookedAt.sentence - 2 * near);
    return { part: sentence.slice(from, from + lookedAt.sentence), from };
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
