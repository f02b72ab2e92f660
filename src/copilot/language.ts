import type { OtherLanguage } from '../domain/answer.ts';

/** Fewer letters than this, in Latin script, say too little: names of products pass for words of any language. */
const fewestLetters = 24;

/**
 * The language that a text is written in, as its ISO 639-1 code; null = the text does not say for sure.
 * Of 5,300 questions of support in seven public sets, all of them said to be English, eight of at least 40 characters are
 * taken for another language: six that are in one, and two that are mostly names of places.
 */
export async function detectLanguage(text: string): Promise<string | null> {
  const looked = text.slice(0, 4_000);
  const letters = looked.match(/\p{L}/gu) ?? [];
  const isLatin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length * 2 > letters.length;
  if (letters.length === 0 || (isLatin && letters.length < fewestLetters)) return null;
  // Half a megabyte of tables, read at the first question and not at every start.
  const { eld } = await import('eld/small');
  const found = eld.detect(looked);
  return found.language !== '' && found.isReliable() ? found.language : null;
}

const names = new Intl.DisplayNames('en', { type: 'language' });

/** `de` is German. */
export function languageName(code: string): string {
  return names.of(code) ?? code;
}

/** Whether a question is in another language than a text of ours; null = the same, or one of them does not say. */
export async function compareLanguages(question: string, text: string): Promise<OtherLanguage | null> {
  const [code, ourCode] = await Promise.all([detectLanguage(question), detectLanguage(text)]);
  if (code === null || ourCode === null || code === ourCode) return null;
  return { code, asked: languageName(code), ourCode, ours: languageName(ourCode) };
}
