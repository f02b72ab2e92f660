/** A text as words in lower case, in their order; so many are looked at. */
export function wordsOf(text: string): string[] {
  const found = text.slice(0, longestText).toLowerCase().replaceAll('’', "'").match(word);
  return found ?? [];
}

const longestText = 20_000;
const word = /[\p{L}\p{N}]+(?:'\p{L}+)?/gu;
/** Words that turn what follows into its opposite, within so many words. */
const negations: ReadonlySet<string> = new Set(
  "no not never without cannot nothing neither isn't wasn't don't doesn't didn't".split(' '),
);
const reach = 3;

/**
 * Whether a phrase stands in a text, word by word; a word of the phrase with `*` at its end stands for every word that
 * begins so.
 * @param mayBeNegated - also behind a negation, as in "no data loss"
 */
export function hasPhrase(words: readonly string[], phrase: string, mayBeNegated: boolean): boolean {
  const wanted = phrase.toLowerCase().replaceAll('’', "'").split(' ');
  for (let at = 0; at + wanted.length <= words.length; at++) {
    if (!wanted.every((each, index) => fits(each, words[at + index] ?? ''))) continue;
    const before = words.slice(Math.max(0, at - reach), at);
    if (mayBeNegated || !before.some((each) => negations.has(each))) return true;
  }
  return false;
}

function fits(wanted: string, given: string): boolean {
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : wanted === given;
}
