import type { Passage } from '../domain/answer.ts';
import { uncitedFigures } from './check/figures.ts';
import { contentOf, sentencesOf, sharedWords } from './check/sentences.ts';
import { type PromiseKind, promiseCues } from './promise-cues.ts';

/** A promise that nothing supports. */
export interface UnfoundedPromise {
  /** Where it stands in the text; `end` is behind it. */
  start: number;
  end: number;
  text: string;
  kind: PromiseKind;
}

/** Longer texts are looked at up to here and no further: no reply is that long. */
const lookedAt = 50_000;

/**
 * Promises of dates, fixes, money, guarantees and exceptions in a draft or an answer that no passage makes. A passage makes
 * one when one of its sentences promises the same kind of thing, with the same figures and most of the words.
 * @returns in the order of the text; of those that overlap, the longest
 */
export function findPromises(text: string, passages: readonly Pick<Passage, 'text'>[]): UnfoundedPromise[] {
  const looked = text.slice(0, lookedAt);
  const found = promisesIn(looked).filter(
    (promise) => !passages.some((passage) => makes(passage.text, promise)),
  );
  const longestFirst = found.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept: UnfoundedPromise[] = [];
  for (const promise of longestFirst) {
    if (kept.every(({ start, end }) => promise.end <= start || promise.start >= end)) kept.push(promise);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function promisesIn(text: string): UnfoundedPromise[] {
  return promiseCues.flatMap(([kind, cue]) =>
    [...text.matchAll(cue)].map(({ 0: words, index }) => ({
      ...{ start: index, end: index + words.length, text: words, kind },
    })),
  );
}

/** How much of a promise's words its source has to say. */
const covered = 0.6;

function makes(source: string, promise: UnfoundedPromise): boolean {
  const words = contentOf(promise.text);
  return sentencesOf(source).some(
    (sentence) =>
      promisesIn(sentence).some(({ kind }) => kind === promise.kind) &&
      uncitedFigures(promise.text, sentence).length === 0 &&
      sharedWords(words, contentOf(sentence)) >= covered * words.size,
  );
}
