const joiners = '\\u200C|\\u200D';
const selectors = '[\\uFE00-\\uFE0F]';
/** Signs that Arabic, Syriac and Kaithi draw around the number that follows. */
const drawn = '[\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}]';
const unseen = '[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]';

/**
 * Characters that a reader cannot see or that turn what follows: everything that Unicode calls a control, a format
 * character, a separator of lines or ignorable, except tab, line feed and signs that are drawn. Joiners and selectors
 * that letters and pictures are written with stay, one at a time: behind a Latin letter, a blank or each other they
 * hide something.
 * Source: Unicode Technical Report 36, sections 2.5 and 3.5; Unicode Standard Annex 44, Default_Ignorable_Code_Point.
 */
export const hiddenCharacters = new RegExp(
  [
    `(?![\\t\\n]|${joiners}|${selectors}|${drawn})${unseen}`,
    `(?<=^|[A-Za-z\\s]|${joiners}|${selectors})(?:\\u200C|${selectors})`,
    // A picture of several has a selector before its joiner.
    `(?<=^|[A-Za-z\\s]|${joiners}|[\\uFE00-\\uFE0E])\\u200D`,
  ].join('|'),
  'gu',
);

/** How such a character is spelled out: `[U+202E]`. */
export function spellHidden(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}
