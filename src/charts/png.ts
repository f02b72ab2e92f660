import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cutFonts } from '../fonts/east-asian.ts';
import type { Chart } from './chart.ts';
import { encodeOpaquePng } from './opaque-png.ts';

const ours = '@expo-google-fonts/inter';
const others = ['@expo-google-fonts/noto-sans-arabic', '@expo-google-fonts/noto-sans-hebrew'];
/** Latin, Greek, Cyrillic, punctuation, arrows: what no other font is asked for. */
const plain = /^[\s -\u052f\u2000-\u206f\u2190-\u2193]*$/;
/** Regular and bold are all that a chart is set in. */
const wanted = /(?:400Regular|700Bold)[\\/][^\\/]+\.ttf$/;
/** For screens with two pixels where there was one. */
const usualScale = 2;

/**
 * Makes the picture of a chart, with fonts of ours: the machine's are not asked, so that it looks the same everywhere.
 * @returns the bytes of a PNG; equal charts give equal bytes
 */
export async function toPng(
  { svg, width }: Chart,
  { scale = usualScale }: { scale?: number } = {},
): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  return await withCutFonts(svg, (cut) => {
    const picture = new Resvg(svg, {
      fitTo: { mode: 'width', value: Math.round(width * scale) },
      font: { loadSystemFonts: false, fontFiles: [...fontFiles(svg), ...cut], defaultFontFamily: 'Inter' },
    });
    const drawn = picture.render();
    return encodeOpaquePng(drawn.pixels, drawn.width, drawn.height) ?? drawn.asPng();
  });
}

/** Lends Chinese, Japanese and Korean letters as files, which is all that the drawer takes, and removes them again. */
async function withCutFonts<T>(svg: string, draw: (files: string[]) => T): Promise<T> {
  const fonts = await cutFonts(svg);
  if (fonts.length === 0) return draw([]);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-fonts-'));
  try {
    const named: string[] = [];
    for (const { bytes } of fonts.flatMap(({ files: cut }) => cut)) {
      const file = join(folder, `${named.length}.ttf`);
      await writeFile(file, bytes);
      named.push(file);
    }
    return draw(named);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const filesOf = new Map<string, string[]>();

/** Every picture reads its fonts anew: one of plain letters reads ours alone. */
function fontFiles(svg: string): string[] {
  return (plain.test(svg) ? [ours] : [ours, ...others]).flatMap((name) => {
    const known = filesOf.get(name) ?? findFiles(name);
    filesOf.set(name, known);
    return known;
  });
}

function findFiles(name: string): string[] {
  const folder = dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)));
  return readdirSync(folder, { recursive: true })
    .map((file) => join(folder, String(file)))
    .filter((file) => wanted.test(file));
}
