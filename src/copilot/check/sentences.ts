import { tokensOf } from '../tokens.ts';

/** A line break inside a sentence of Markdown: nothing begins behind it. */
const wrapped = /(?<=[^\n.!?:|])\n(?![ \t]*(?:\n|[-*#>|]|\d+[.)]))/gu;

/** A heading under which everything is forbidden. */
const forbids = /^#+\s+(?:do not|don['’]t|never)\W*$/iu;
const negated = /^(?:do not|don['’]?t|never|avoid)(?!\p{L})/iu;

/** A text whose lines break where its sentences and items do. */
export function unwrap(text: string): string {
  return text.replace(wrapped, ' ');
}

/** The sentences and list items of a text, without what marks them up. What stands below `Do not` says so itself. */
export function sentencesOf(text: string): string[] {
  let isForbidden = false;
  return unwrap(text)
    .split(/(?<=[.!?…])\s+|\n+/u)
    .flatMap((line) => {
      if (/^#+\s/.test(line)) isForbidden = forbids.test(line);
      const sentence = line.replace(/^\s*(?:[-*#>]+|\d+[.)])\s+/, '').trim();
      if (sentence === '') return [];
      return [
        isForbidden && !forbids.test(line) && !negated.test(sentence) ? `Do not ${sentence}` : sentence,
      ];
    });
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
