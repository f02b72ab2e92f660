import { expect, test } from 'vitest';
import { hiddenCharacters, spellHidden, stripHidden } from './hidden-characters.ts';

const spelled = (text: string): string => text.replace(hiddenCharacters, spellHidden);

/** Format characters of Unicode that draw a sign of their own around the number behind them. */
const drawn = /[\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}]/u;
const partOfLetters = /\u200C|\u200D|[\uFE00-\uFE0F]/;

test('TD6 whatever Unicode calls a control, a format character or ignorable is spelled out', () => {
  const unseen: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(character)) continue;
    if ('\t\n'.includes(character) || drawn.test(character) || partOfLetters.test(character)) continue;
    if (spelled(`и${character}и`).includes(character)) unseen.push(code.toString(16));
  }
  expect(unseen).toEqual([]);
});

test('TD6 joiners and selectors stay where letters and pictures need them, and nowhere else', () => {
  const needed = ['👩‍👩‍👧‍👦', '👁️‍🗨️', '❤️', '1️⃣', 'می‌خواهم', 'क्‍ष', '☎︎', '🏳️‍🌈'];
  expect(needed.map(spelled)).toEqual(needed);
  expect(spelled('pay\u200Cpal')).toBe('pay[U+200C]pal');
  expect(spelled('a \u200Db')).toBe('a [U+200D]b');
  expect(spelled('\uFE0Fx')).toBe('[U+FE0F]x');
  expect(spelled('🙂\uFE0F\uFE01\uFE02')).toBe('🙂\uFE0F[U+FE01][U+FE02]');
  expect(spelled('م\u200C\u200D\u200C\u200D')).toBe('م[U+200C][U+200D][U+200C][U+200D]');
  expect(spelled('п\u200Dр')).toBe('п[U+200D]р');
});

test('ordinary text of any script stays as it is', () => {
  const texts = ['Grüße,\n\tZoë', '日本語', 'עברית', 'العربية ٣', 'ไทย', '=1+1', '<!channel>', 'ａｃｍｅ'];
  expect(texts.map(spelled)).toEqual(texts);
});

test.each([
  ['a\u202Eb\u200Bc\u{E0041}\u{E0042}', 'abc'],
  ['line\r\nline\rline\u2028line\u2029line\u0085line', 'line\nline\nline\nline\nline\nline'],
  ['tab\tand\nline', 'tab\tand\nline'],
  ['half \ud800 a character', 'half \uFFFD a character'],
  ['\u{1F937}\u200D\u2642\uFE0F', '\u{1F937}\u200D\u2642\uFE0F'],
])('%j is %j without what nobody sees', (text, expected) => {
  expect(stripHidden(text)).toBe(expected);
});
