import { tokensOf } from '../tokens.ts';

/**
 * Words that reword a sentence of figures and add nothing to it: how things stand to one another, and before. Directions among
 * them are held against the source by themselves (`directions.ts`).
 */
const plain = new Set(
  tokensOf(
    `less fewer lower higher down fell fall drop dropped rose rise grew gained compared against versus last earlier before
    previous still now currently remain remains stand stands total overall while though`,
  ),
);

/**
 * The words of a rewording that its source does not hold, whatever they are written like: a name in small letters, a number
 * in words, a reason, a place. What is common to any sentence is none.
 */
export function uncitedWords(text: string, source: string): string[] {
  const known = new Set(tokensOf(source));
  return tokensOf(text).filter((term) => !known.has(term) && !plain.has(term));
}
