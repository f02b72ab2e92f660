/**
 * Characters that a reader cannot see or that turn what follows: control characters except tab and line feed, direction
 * marks and overrides, line separators, zero-width space, word joiner and byte order mark, blanks that look like
 * nothing, variation supplements and tag characters. Joiners and emoji selectors that scripts need are not among them.
 * Source: Unicode Technical Report 36, sections 2.5 and 3.5.
 */
export const hiddenCharacters =
  /(?![\t\n])[\p{Cc}\u{AD}\u{61C}\u{115F}\u{1160}\u{180E}\u{200B}\u{200E}\u{200F}\u{2028}-\u{202E}\u{2060}-\u{2069}\u{3164}\u{FEFF}\u{FFA0}\u{FFF9}-\u{FFFB}\u{E0000}-\u{E0FFF}]/gu;

/** How such a character is spelled out: `[U+202E]`. */
export function spellHidden(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}
