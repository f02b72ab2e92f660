/** What the fonts that install with Holdfast have letters for, in PDF and pictures. ADR-0031, ADR-0032 */
const drawn =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Common}\p{Script=Inherited}]/u;

/** What people call those that are met most; anything else is an other script. */
const names: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Han}\p{Script=Bopomofo}]/u, 'Chinese characters'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'Japanese'],
  [/\p{Script=Hangul}/u, 'Korean'],
  [/\p{Script=Thai}/u, 'Thai'],
  [/\p{Script=Devanagari}/u, 'Devanagari'],
  [/\p{Emoji_Presentation}/u, 'emoji'],
];
const other = 'an other script';

/**
 * For what in a text a PDF or a picture of ours has no letters, so that boxes stand there.
 * @returns each once, in words; empty = all of it is drawn
 */
export function undrawnScripts(text: string): string[] {
  const found = new Set<string>();
  for (const [letter] of text.matchAll(/\p{L}|\p{Emoji_Presentation}/gu)) {
    const name = names.find(([script]) => script.test(letter))?.[1];
    if (name !== undefined) found.add(name);
    else if (!drawn.test(letter)) found.add(other);
  }
  return [...names.map(([, name]) => name), other].filter((name) => found.has(name));
}

/** The same in one sentence, for whoever reads the file or asked for it; '' = all of it is drawn */
export function undrawnWords(text: string): string {
  const scripts = undrawnScripts(text);
  if (scripts.length === 0) return '';
  const last = scripts.pop();
  const list = scripts.length === 0 ? last : `${scripts.join(', ')} and ${last}`;
  return `A PDF has no letters for ${list}: boxes stand there.`;
}
