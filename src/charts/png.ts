import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Chart } from './chart.ts';
import { encodeOpaquePng } from './opaque-png.ts';

const packages = [
  '@expo-google-fonts/inter',
  '@expo-google-fonts/noto-sans-arabic',
  '@expo-google-fonts/noto-sans-hebrew',
];
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
  const picture = new Resvg(svg, {
    fitTo: { mode: 'width', value: Math.round(width * scale) },
    font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: 'Inter' },
  });
  const drawn = picture.render();
  return encodeOpaquePng(drawn.pixels, drawn.width, drawn.height) ?? drawn.asPng();
}

let files: string[] | null = null;

function fontFiles(): string[] {
  files ??= packages.flatMap((name) => {
    const folder = dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)));
    return readdirSync(folder, { recursive: true })
      .map((file) => join(folder, String(file)))
      .filter((file) => wanted.test(file));
  });
  return files;
}
