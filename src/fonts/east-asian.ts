import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { create } from 'fontkit';
import cut from 'subset-font';

/** The fonts that install with Holdfast, each in a hundred slices of letters; each slice holds every weight. */
const lists = {
  japanese: import.meta.resolve('@fontsource-variable/noto-sans-jp/unicode.json'),
  korean: import.meta.resolve('@fontsource-variable/noto-sans-kr/unicode.json'),
  chinese: import.meta.resolve('@fontsource-variable/noto-sans-sc/unicode.json'),
} as const;
type Language = keyof typeof lists;

const eastAsian =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]/gu;

/** Some letters of one text, in every weight that documents use. */
export interface CutFont {
  letters: ReadonlySet<string>;
  /** TrueType files. */
  files: readonly { weight: number; bytes: Uint8Array }[];
}

const weights = [400, 700];

/**
 * Cuts fonts out of those that install with Holdfast: the Chinese, Japanese and Korean letters of a text, and nothing
 * else, since all of them would be more than any document. The same letters give the same bytes.
 * @returns one font for each slice that has some of them, no letter twice; none = the text has no such letter
 */
export async function cutFonts(text: string): Promise<CutFont[]> {
  const fonts: CutFont[] = [];
  let wanted = [...new Set(text.match(eastAsian))].sort();
  for (const language of languagesOf(text)) {
    const slices = Map.groupBy(wanted, (letter) => places(language).get(letter.codePointAt(0) ?? 0));
    for (const [file, letters] of slices) {
      const font = file === undefined ? null : await cutFont(file, letters);
      if (font === null) continue;
      fonts.push(font);
      wanted = wanted.filter((letter) => !font.letters.has(letter));
    }
  }
  return fonts;
}

/** Null where the slice has none of the letters: lists name letters that their files lack. */
async function cutFont(file: string, letters: readonly string[]): Promise<CutFont | null> {
  const slice = await readFile(file);
  const held = new Set(create(slice).characterSet);
  const found = letters.filter((letter) => held.has(letter.codePointAt(0) ?? 0));
  if (found.length === 0) return null;
  const files: CutFont['files'][number][] = [];
  for (const weight of weights) {
    const options = { targetFormat: 'truetype', variationAxes: { wght: weight } } as const;
    files.push({ weight, bytes: await cut(slice, found.join(''), options) });
  }
  return { letters: new Set(found), files };
}

/** In whose form a letter is drawn that several languages write: the text says it by the letters that only one has. */
function languagesOf(text: string): Language[] {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return ['japanese', 'chinese', 'korean'];
  if (/\p{Script=Hangul}/u.test(text)) return ['korean', 'chinese', 'japanese'];
  return ['chinese', 'japanese', 'korean'];
}

const known = new Map<Language, ReadonlyMap<number, string>>();

/** In which file each letter of a language is, by the list that comes with them. */
function places(language: Language): ReadonlyMap<number, string> {
  const before = known.get(language);
  if (before) return before;
  const list = lists[language];
  const slices = JSON.parse(readFileSync(fileURLToPath(list), 'utf8')) as Record<string, string>;
  const found = new Map<number, string>();
  const stem = list.split('/').at(-2);
  for (const [slice, ranges] of Object.entries(slices)) {
    const name = `files/${stem}-${slice.replace(/[[\]]/g, '')}-wght-normal.woff2`;
    const file = fileURLToPath(new URL(name, list));
    for (const range of ranges.split(',')) {
      const [from = 0, to = from] = range
        .replace('U+', '')
        .split('-')
        .map((part) => Number.parseInt(part, 16));
      for (let codePoint = from; codePoint <= to; codePoint++)
        if (!found.has(codePoint)) found.set(codePoint, file);
    }
  }
  known.set(language, found);
  return found;
}
