import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type OpenFont, open } from 'fontkit';
import { type Letter, writeFont } from './write-font.ts';

/** The fonts that install with Holdfast, each in a hundred slices of letters; each slice holds every weight. */
const lists = {
  japanese: import.meta.resolve('@fontsource-variable/noto-sans-jp/unicode.json'),
  korean: import.meta.resolve('@fontsource-variable/noto-sans-kr/unicode.json'),
  chinese: import.meta.resolve('@fontsource-variable/noto-sans-sc/unicode.json'),
} as const;
type Language = keyof typeof lists;

const eastAsian =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]/gu;

/** A font with the letters of one text, in one weight. */
export interface CutFont {
  family: string;
  weight: 400 | 700;
  /** A TrueType file. */
  bytes: Uint8Array;
}

/** What cut fonts are called. */
export const cutFamily = 'Holdfast East Asian';
export const cutWeights = [400, 700] as const;

/**
 * Cuts a font out of those that install with Holdfast: the Chinese, Japanese and Korean letters of a text, and nothing
 * else, since all of them would be more than any document. The same letters give the same bytes.
 * @returns one font a weight, and the letters in it; no font = the text has no such letter
 */
export async function cutFonts(text: string): Promise<{ fonts: CutFont[]; letters: ReadonlySet<string> }> {
  const wanted = [...new Set(text.match(eastAsian))].map((letter) => letter.codePointAt(0) ?? 0);
  const held = await holdersOf(
    wanted.sort((one, other) => one - other),
    languagesOf(text),
  );
  const letters = new Set(held.map(([codePoint]) => String.fromCodePoint(codePoint)));
  if (held.length === 0) return { fonts: [], letters };
  return { fonts: cutWeights.map((weight) => cutFont(weight, held)), letters };
}

type Held = readonly (readonly [codePoint: number, holder: Holder])[];

/** A file of one slice, opened once for each weight: what a font says of a letter it keeps. */
type Holder = Readonly<Record<(typeof cutWeights)[number], OpenFont>>;

function cutFont(weight: (typeof cutWeights)[number], held: Held): CutFont {
  const outlines = held.map(([codePoint, holder]) => letterOf(holder[weight], codePoint));
  const bytes = writeFont({ family: cutFamily, weight, ...face }, outlines);
  return { family: cutFamily, weight, bytes };
}

/** How high lines of these letters are, in units of which the em has a thousand. Source: the fonts' own OS/2 tables */
const face = { unitsPerEm: 1000, ascent: 880, descent: -120 };

/** In whose form a letter is drawn that several languages write: the text says it by the letters that only one has. */
function languagesOf(text: string): Language[] {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return ['japanese', 'chinese', 'korean'];
  if (/\p{Script=Hangul}/u.test(text)) return ['korean', 'chinese', 'japanese'];
  return ['chinese', 'japanese', 'korean'];
}

/** The outline of a letter in the weight that the font was set to. */
function letterOf(font: OpenFont, codePoint: number): Letter {
  const glyph = font.glyphForCodePoint(codePoint);
  const points = (glyph._decode().points ?? []).map((point) => point.copy());
  const [first] = points;
  // Behind the outline stand the four points that a glyph's box hangs on.
  const box =
    first === undefined
      ? []
      : [0, glyph.advanceWidth, 0, 0].map((x) => Object.assign(first.copy(), { x, y: 0, endContour: true }));
  font._variationProcessor?.transformPoints(glyph.id, [...points, ...box]);
  return { codePoint, advance: glyph.advanceWidth, points };
}

/** The first file that has each letter; a letter that none has is left out. Lists name letters that their files lack. */
async function holdersOf(codePoints: readonly number[], languages: readonly Language[]): Promise<Held> {
  const opened = new Map<string, Holder>();
  const held: (readonly [number, Holder])[] = [];
  for (const codePoint of codePoints) {
    for (const language of languages) {
      const file = places(language).get(codePoint);
      if (file === undefined) continue;
      const holder = opened.get(file) ?? { 400: await openAt(file, 400), 700: await openAt(file, 700) };
      opened.set(file, holder);
      if (!holder[400].hasGlyphForCodePoint(codePoint)) continue;
      held.push([codePoint, holder]);
      break;
    }
  }
  return held;
}

async function openAt(file: string, weight: number): Promise<OpenFont> {
  const font = await open(file);
  font.variationCoords = [weight];
  return font;
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
