/** A text with its place among those that were given. */
export interface PlacedText {
  index: number;
  text: string;
}

/** More than the encoder reads of any text; its own cutting takes time that grows with the square of the length. */
const longestText = 1_000;
/** As many characters as the encoder turns into vectors in about a second. */
const batchCharacters = 4_000;

/** What the encoder is given of a text: one line, cut to what it reads; empty when there is no letter or digit in it. */
export function readable(text: string): string {
  const line = text
    .slice(0, 4 * longestText)
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longestText);
  return /[\p{L}\p{N}]/u.test(line) ? line.toWellFormed() : '';
}

/**
 * Puts texts of about the same length together, because each costs as much as the longest of its batch. Empty texts are
 * in no batch.
 */
export function batchesOf(texts: readonly string[]): PlacedText[][] {
  const placed = texts.map((text, index) => ({ index, text })).filter(({ text }) => text !== '');
  placed.sort((a, b) => a.text.length - b.text.length);
  const batches: PlacedText[][] = [];
  for (const one of placed) {
    const batch = batches.at(-1);
    // They come by length, so this one would be the longest of the batch.
    if (batch && (batch.length + 1) * one.text.length <= batchCharacters) batch.push(one);
    else batches.push([one]);
  }
  return batches;
}
