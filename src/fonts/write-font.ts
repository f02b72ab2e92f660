import { bytesOf, type Field, glyphBytes, padded, tableSum, text } from './font-bytes.ts';

/** A point of an outline. */
export interface Point {
  x: number;
  y: number;
  onCurve: boolean;
  endContour: boolean;
}

/** A letter with its outline: quadratic curves, in units of the em. */
export interface Letter {
  codePoint: number;
  advance: number;
  points: readonly Point[];
}

/** What holds for all letters of a font. */
export interface Face {
  family: string;
  weight: 400 | 700;
  unitsPerEm: number;
  ascent: number;
  descent: number;
}

/**
 * Writes letters as a TrueType font. The same letters give the same bytes.
 * Source: OpenType 1.9.1, the tables that TrueType outlines need
 * @param letters - by code point, each once
 */
export function writeFont(face: Face, letters: readonly Letter[]): Uint8Array {
  // Glyph 0 is what stands for a letter that is not here: nothing, half as wide as the em.
  const glyphs = [{ advance: face.unitsPerEm >> 1, points: [] as readonly Point[] }, ...letters];
  const outlines = glyphs.map(({ points }) => padded(glyphBytes(points)));
  const ends = outlines.map(
    (
      (end) =>
      ({ length }: Uint8Array): number =>
        (end += length)
    )(0),
  );
  const tables: Record<string, Uint8Array> = {
    'OS/2': os2(face, letters),
    cmap: cmap(letters),
    glyf: joined(outlines),
    head: head(face),
    hhea: hhea(face, glyphs.length),
    hmtx: bytesOf(
      glyphs.flatMap(({ advance, points }): Field[] => [
        ['u16', advance],
        ['i16', leftOf(points)],
      ]),
    ),
    loca: bytesOf([0, ...ends].map((end): Field => ['u32', end])),
    maxp: maxp(glyphs.map(({ points }) => points)),
    name: names(face),
    post: bytesOf([['u32', 0x30000], ...zeros(7)]),
  };
  return assembled(tables);
}

function zeros(count: number): Field[] {
  return Array.from({ length: count }, (): Field => ['u32', 0]);
}

function leftOf(points: readonly Point[]): number {
  return points.length === 0 ? 0 : Math.min(...points.map(({ x }) => x));
}

function head({ unitsPerEm, ascent, descent, weight }: Face): Uint8Array {
  return bytesOf([
    ...([
      ['u32', 0x10000],
      ['u32', 0x10000],
      ['u32', 0],
      ['u32', 0x5f0f3cf5],
    ] as Field[]),
    ...([['u16', 0x000b], ['u16', unitsPerEm], ...zeros(4)] as Field[]),
    ...([
      ['i16', 0],
      ['i16', descent],
      ['i16', unitsPerEm],
      ['i16', ascent],
    ] as Field[]),
    ...([
      ['u16', weight === 700 ? 1 : 0],
      ['u16', 8],
      ['i16', 2],
      ['i16', 1],
      ['i16', 0],
    ] as Field[]),
  ]);
}

function hhea({ unitsPerEm, ascent, descent }: Face, glyphs: number): Uint8Array {
  return bytesOf([
    ...([
      ['u32', 0x10000],
      ['i16', ascent],
      ['i16', descent],
      ['i16', 0],
    ] as Field[]),
    ...([
      ['u16', unitsPerEm],
      ['i16', 0],
      ['i16', 0],
      ['i16', unitsPerEm],
    ] as Field[]),
    ...([['i16', 1], ['i16', 0], ['i16', 0], ...zeros(2), ['i16', 0], ['u16', glyphs]] as Field[]),
  ]);
}

function maxp(outlines: readonly (readonly Point[])[]): Uint8Array {
  const most = (count: (points: readonly Point[]) => number): number => Math.max(...outlines.map(count));
  const contours = (points: readonly Point[]): number => points.filter(({ endContour }) => endContour).length;
  return bytesOf([
    ...([
      ['u32', 0x10000],
      ['u16', outlines.length],
    ] as Field[]),
    ...([
      ['u16', most(({ length }) => length)],
      ['u16', most(contours)],
    ] as Field[]),
    ...([['u16', 0], ['u16', 0], ['u16', 2], ...zeros(4)] as Field[]),
  ]);
}

function os2({ weight, unitsPerEm, ascent, descent }: Face, letters: readonly Letter[]): Uint8Array {
  const [first, last] = [letters[0]?.codePoint ?? 0, letters.at(-1)?.codePoint ?? 0];
  const low = (codePoint: number): number => Math.min(codePoint, 0xffff);
  return bytesOf([
    ...([
      ['u16', 4],
      ['i16', unitsPerEm],
      ['u16', weight],
      ['u16', 5],
      ['u16', 0],
    ] as Field[]),
    ...zeros(13), // sizes and places of small letters, strike-out, class, panose, ranges
    ...([
      ['u16', weight === 700 ? 0x20 : 0x40],
      ['u16', low(first)],
      ['u16', low(last)],
    ] as Field[]),
    ...([
      ['i16', ascent],
      ['i16', descent],
      ['i16', 0],
      ['u16', ascent],
      ['u16', -descent],
    ] as Field[]),
    ...([...zeros(2), ['i16', unitsPerEm >> 1], ['i16', Math.round(0.73 * unitsPerEm)]] as Field[]),
    ...([
      ['u16', 0],
      ['u16', 32],
      ['u16', 0],
    ] as Field[]),
  ]);
}

/** One group a letter, in the form that holds every code point. */
function cmap(letters: readonly Letter[]): Uint8Array {
  return bytesOf([
    ...([
      ['u16', 0],
      ['u16', 1],
      ['u16', 3],
      ['u16', 10],
      ['u32', 12],
    ] as Field[]),
    ...([
      ['u16', 12],
      ['u16', 0],
      ['u32', 16 + 12 * letters.length],
      ['u32', 0],
      ['u32', letters.length],
    ] as Field[]),
    ...letters.flatMap(({ codePoint }, at): Field[] => [
      ['u32', codePoint],
      ['u32', codePoint],
      ['u32', at + 1],
    ]),
  ]);
}

function names({ family, weight }: Face): Uint8Array {
  const style = weight === 700 ? 'Bold' : 'Regular';
  const postScript = `${family}-${style}`.replaceAll(' ', '');
  const entries = (
    [
      [1, family],
      [2, style],
      [4, `${family} ${style}`],
      [6, postScript],
    ] as const
  ).map(([id, words]) => [id, text(words)] as const);
  let offset = 0;
  const records = entries.flatMap(([id, { length }]): Field[] => {
    const record: Field[] = [
      ['u16', 3],
      ['u16', 1],
      ['u16', 0x409],
      ['u16', id],
      ['u16', length],
      ['u16', offset],
    ];
    offset += length;
    return record;
  });
  const start: Field[] = [
    ['u16', 0],
    ['u16', entries.length],
    ['u16', 6 + 12 * entries.length],
  ];
  return joined([bytesOf([...start, ...records]), ...entries.map(([, bytes]) => bytes)]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The file: its directory, and the tables in the order of their names. */
function assembled(tables: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries = Object.entries(tables).sort(([one], [other]) => (one < other ? -1 : 1));
  const power = 2 ** Math.floor(Math.log2(entries.length));
  let offset = 12 + 16 * entries.length;
  const records = entries.flatMap(([tag, bytes]): Field[] => {
    const record: Field[] = [
      ...Array.from(tag, (letter): Field => ['u8', letter.charCodeAt(0)]),
      ['u32', tableSum(bytes)],
      ['u32', offset],
      ['u32', bytes.length],
    ];
    offset += padded(bytes).length;
    return record;
  });
  const start: Field[] = [
    ...([
      ['u32', 0x10000],
      ['u16', entries.length],
      ['u16', 16 * power],
    ] as Field[]),
    ...([
      ['u16', Math.log2(power)],
      ['u16', 16 * (entries.length - power)],
    ] as Field[]),
  ];
  const file = joined([bytesOf([...start, ...records]), ...entries.map(([, bytes]) => padded(bytes))]);
  const headAt =
    file.length -
    joined(entries.slice(entries.findIndex(([tag]) => tag === 'head')).map(([, bytes]) => padded(bytes)))
      .length;
  new DataView(file.buffer).setUint32(headAt + 8, 0xb1b0afba - tableSum(file));
  return file;
}
