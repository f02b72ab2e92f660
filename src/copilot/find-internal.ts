import { contentOf, sharedWords } from './check/sentences.ts';
import { plainSentences } from './plain-sentences.ts';

/** A sentence of fewer words says too little to be known again. */
const fewestWords = 3;
/** How much of a sentence's words have to stand in one sentence of the text. */
const alike = 0.8;

/**
 * The sentences of an internal note that a reply to a customer repeats, word for word or nearly so.
 * @returns as the note has them, in its order
 */
export function findInternal(text: string, note: string): string[] {
  const said = plainSentences(text).map(contentOf);
  return plainSentences(note).filter((sentence) => {
    const words = contentOf(sentence);
    return words.size >= fewestWords && said.some((other) => sharedWords(words, other) >= alike * words.size);
  });
}
