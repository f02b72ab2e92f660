import { tokensOf } from '../tokens.ts';

/** A line break inside a sentence of Markdown: nothing begins behind it. */
const wrapped = /(?<=[^\n.!?:|])\n(?![ \t]*(?:\n|[-*#>|]|\d+[.)]))/gu;

/** The sentences and list items of a text, without what marks them up. */
export function sentencesOf(text: string): string[] {
  return text
    .replace(wrapped, ' ')
    .split(/(?<=[.!?…])\s+|\n+/u)
    .map((sentence) => sentence.replace(/^\s*(?:[-*#>]+|\d+[.)])\s+/, '').trim())
    .filter((sentence) => sentence !== '');
}

/** What a text says without its order: the stems of its words, without those that say nothing. */
export function contentOf(text: string): ReadonlySet<string> {
  return new Set(tokensOf(text));
}

/** How many of the words are in the other text too. */
export function sharedWords(words: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let count = 0;
  for (const word of words) if (others.has(word)) count++;
  return count;
}
