import { stemmer } from 'stemmer';

/** Words that say nothing of what a text is about. */
const stopWords = new Set(
  `a about all also am an and any are as at be because been but by can cannot could did do does doing done for from get
  got had has have having he her here hi hello him his how i if in into is it its just like me my no not now of on or our
  please she so some such than thank thanks that the their them then there these they this those to too up us very was we
  were what when where which while who why will with would you your`.split(/\s+/),
);

/** A letter or digit begins and ends a word; within it may stand what holds identifiers and versions together. */
const word = /[\p{L}\p{N}]+(?:[._:/-][\p{L}\p{N}]+)*(?:_[\p{L}\p{N}]+)*/gu;
const longestWord = 64;

/**
 * The terms of a text for lexical search: lower case, English stems, no stop words. An identifier such as
 * `EXPORT_TOO_LARGE` or `4.40.1` is a term as a whole and by its parts. Terms come as often as they stand there.
 */
export function tokensOf(text: string): string[] {
  const terms: string[] = [];
  for (const [found] of text.normalize('NFKC').toLowerCase().replace(/['’]/g, '').matchAll(word)) {
    if (found.length > longestWord) continue;
    const parts = found.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '');
    if (parts.length > 1) terms.push(found);
    for (const part of parts) if (!stopWords.has(part)) terms.push(stemOf(part));
  }
  return terms;
}

const stems = new Map<string, string>();
const stemsAtMost = 50_000;

function stemOf(part: string): string {
  const known = stems.get(part);
  if (known !== undefined) return known;
  if (stems.size >= stemsAtMost) stems.clear();
  const stem = stemmer(part);
  stems.set(part, stem);
  return stem;
}
