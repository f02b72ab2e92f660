const word = /[\p{L}\p{N}]+/gu;
/** Lengths of the pieces of words that are compared: typing errors and endings leave most of them as they are. */
const pieceLengths = [3, 4, 5];
const longestWord = 64;
/** Source: a text of this length is a long report with its log; what follows is more log. */
const longestText = 20_000;

/**
 * The words of a text and the pairs that stand side by side, in lower case. "Not" and "how" stay: in a short message they
 * decide.
 */
export function wordFeatures(text: string): string[] {
  const words = wordsOf(text);
  return [...words, ...words.slice(1).map((next, index) => `${words[index]} ${next}`)];
}

/** The pieces of three to five characters of every word, its beginning and its end marked. */
export function pieceFeatures(text: string): string[] {
  return wordsOf(text).flatMap((plain) => {
    const marked = `_${plain}_`;
    return pieceLengths.flatMap((length) =>
      Array.from({ length: Math.max(0, marked.length - length + 1) }, (_, start) =>
        marked.slice(start, start + length),
      ),
    );
  });
}

function wordsOf(text: string): string[] {
  const begin = text.slice(0, longestText).normalize('NFKC').toLowerCase().replace(/['’]/g, '');
  return (begin.match(word) ?? []).map((one) => one.slice(0, longestWord));
}
