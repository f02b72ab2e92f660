/** What the fonts that install with Holdfast have letters for, in PDF and pictures. ADR-0031, ADR-0032, ADR-0042 */
const drawn =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Common}\p{Script=Inherited}]/u;

/** Scripts of tens of thousands of letters, of which the fonts have those that are met. */
const eastAsian =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u;

/** What people call those that are met most; anything else is an other script. */
const names: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Thai}/u, 'Thai'],
  [/\p{Script=Devanagari}/u, 'Devanagari'],
  [/\p{Emoji_Presentation}/u, 'emoji'],
];
const rare = 'some rare characters';
const other = 'an other script';

/** A letter with its marks, or an emoji with everything that is joined to it. */
const sign =
  /\p{Emoji_Presentation}(?:[\u{1f3fb}-\u{1f3ff}\ufe0f]|\u200d\p{Extended_Pictographic})*|\p{L}\p{M}*/gu;

/**
 * For what in a text a PDF or a picture of ours has no letters, so that boxes stand there.
 * @param letters - the Chinese, Japanese and Korean letters that are there; default: all of them
 * @returns each once, in words; empty = all of it is drawn
 */
export function undrawnScripts(text: string, letters?: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const [one] of text.matchAll(sign)) {
    const name = lackOf(one, letters);
    if (name !== null) found.add(name);
  }
  return [...names.map(([, name]) => name), rare, other].filter((name) => found.has(name));
}

/** The same in one sentence, for whoever reads the file or asked for it; '' = all of it is drawn */
export function undrawnWords(text: string, letters?: ReadonlySet<string>): string {
  const scripts = undrawnScripts(text, letters);
  if (scripts.length === 0) return '';
  const last = scripts.pop();
  const list = scripts.length === 0 ? last : `${scripts.join(', ')} and ${last}`;
  return `A PDF has no letters for ${list}: boxes stand there.`;
}

/** A text with a box for each letter that is not drawn: a font without it would draw another letter in its place. */
export function boxed(text: string, letters?: ReadonlySet<string>): string {
  return text.replace(sign, (one) => (lackOf(one, letters) === null ? one : '□'));
}

/** What a letter is called that is not drawn; null = it is. */
function lackOf(letter: string, letters: ReadonlySet<string> | undefined): string | null {
  const name = names.find(([script]) => script.test(letter))?.[1];
  if (name !== undefined) return name;
  const first = String.fromCodePoint(letter.codePointAt(0) ?? 0);
  if (eastAsian.test(first)) return letters === undefined || letters.has(first) ? null : rare;
  return drawn.test(first) ? null : other;
}
