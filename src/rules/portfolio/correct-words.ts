import { editDistance } from '../accounts/edit-distance.ts';
import { fillers, formWords, isForeign, meantWords } from './question-words.ts';
import type { Word } from './reader.ts';
import type { Lookup } from './vocabulary.ts';

/** A word that short is too near to too many others. */
const shortest = 5;
/** Two edits need a word in which they are little. */
const twoEdits = 9;

/**
 * Words that are known nowhere and one slip away from one that is are read as that one, and it is said. What is as near to two
 * stays as it is.
 */
export function correctWords(words: readonly Word[], lookup: Lookup): Word[] {
  const meant = [...new Set([...meantWords, ...singleValues(lookup)])];
  const known = new Set([...meant, ...fillers, ...formWords]);
  return words.map((word) => {
    const bare = word.key.replace(/'s?$/u, '');
    if (
      word.quoted ||
      isForeign(bare) ||
      known.has(bare) ||
      bare.length < shortest ||
      !/^[\p{L}-]+$/u.test(bare)
    )
      return word;
    const near = nearest(bare, meant);
    return near === null ? word : { ...word, key: near, corrected: near };
  });
}

function singleValues({ values, members }: Lookup): string[] {
  return [...values.keys(), ...members.keys()].filter((value) => value.length >= shortest);
}

function nearest(word: string, meant: readonly string[]): string | null {
  for (let limit = 1; limit <= (word.length >= twoEdits ? 2 : 1); limit += 1) {
    const fitting = meant.filter(
      (one) =>
        one[0] === word[0] &&
        Math.abs(one.length - word.length) <= limit &&
        editDistance(word, one, limit) !== null,
    );
    if (fitting.length === 1) return fitting[0] ?? null;
    if (fitting.length > 1) return isOnePlural(fitting) ? (fitting[0] ?? null) : null;
  }
  return null;
}

/** "renewals" and "renewal" are no two meanings. */
function isOnePlural(words: readonly string[]): boolean {
  const [first = ''] = words;
  const stem = first.slice(0, 5);
  return words.every((word) => word.startsWith(stem));
}
