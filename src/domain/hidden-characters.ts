/** Signs that Arabic, Syriac and Kaithi draw around the number that follows. */
const drawn = '[\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}]';

const joiningScripts = [
  'Arabic',
  'Syriac',
  'Mongolian',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Khmer',
  'Myanmar',
];
const joining = `[${joiningScripts.map((script) => `\\p{Script=${script}}`).join('')}]`;

/** Where a hidden character does its honest work: inside one emoji, or between letters of a script that joins. */
const honest = [
  '(?<=\\p{Emoji})[\\u{FE0E}\\u{FE0F}]',
  '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\u{FE0F}])\\u{200D}(?=\\p{Extended_Pictographic})',
  `(?<=${joining})[\\u{200C}\\u{200D}](?=${joining})`,
].join('|');

/**
 * Characters that a reader cannot see or that turn what follows: everything that Unicode calls a control, a format
 * character, a separator of lines or ignorable, except tab, line feed, signs that are drawn, and joiners and selectors
 * that letters and pictures are written with.
 * Source: Unicode Technical Report 36, sections 2.5 and 3.5; Unicode Standard Annex 44, Default_Ignorable_Code_Point.
 */
export const hiddenCharacters = new RegExp(
  `(?![\\t\\n]|${drawn}|${honest})[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]`,
  'gu',
);

/** How such a character is spelled out: `[U+202E]`. */
export function spellHidden(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** Whether a text holds such a character. */
export function holdsHidden(text: string): boolean {
  return text.search(hiddenCharacters) !== -1;
}

/**
 * The text without such characters, for what goes out as text; whatever ends a line becomes a line feed, and half a
 * character the sign for one that cannot be shown.
 */
export function stripHidden(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(hiddenCharacters, '');
}
