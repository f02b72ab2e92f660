import { fileURLToPath } from 'node:url';
import type { Font } from '@react-pdf/renderer';
import type { CutFont } from '../../fonts/east-asian.ts';
import { type LayingFont, rememberLayout } from './remember-layout.ts';

/** The families, in the order in which a letter is looked for. */
export const families = ['Inter', 'Noto Sans Arabic', 'Noto Sans Hebrew'];

const faces: readonly (readonly [family: string, weight: number, file: string])[] = [
  ['Inter', 400, import.meta.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf')],
  ['Inter', 600, import.meta.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf')],
  ['Inter', 700, import.meta.resolve('@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf')],
  [
    'Noto Sans Arabic',
    400,
    import.meta.resolve('@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf'),
  ],
  [
    'Noto Sans Arabic',
    600,
    import.meta.resolve('@expo-google-fonts/noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf'),
  ],
  [
    'Noto Sans Arabic',
    700,
    import.meta.resolve('@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf'),
  ],
  [
    'Noto Sans Hebrew',
    400,
    import.meta.resolve('@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf'),
  ],
  [
    'Noto Sans Hebrew',
    600,
    import.meta.resolve('@expo-google-fonts/noto-sans-hebrew/600SemiBold/NotoSansHebrew_600SemiBold.ttf'),
  ],
  [
    'Noto Sans Hebrew',
    700,
    import.meta.resolve('@expo-google-fonts/noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf'),
  ],
];

/** A word longer than this is cut where its line ends: nothing runs over the edge of a column. */
const longestWord = 14;

/** Gives the writer its letters, once in a process. */
export async function registerFonts(font: typeof Font): Promise<void> {
  for (const [fontFamily, fontWeight, file] of faces) {
    font.register({ family: fontFamily, fontWeight, src: fileURLToPath(file) });
    await font.load({ fontFamily, fontWeight });
    const { data } = font.getFont({ fontFamily, fontWeight }) as { data?: LayingFont | null };
    if (data) rememberLayout(data);
  }
  font.registerHyphenationCallback(cutLongWord);
}

let cut = 0;

/**
 * Lends the writer fonts that were cut for one document, under names that no other document has.
 * @returns the families to look in, and how to take the fonts back
 */
export function lendFonts(
  font: typeof Font,
  fonts: readonly CutFont[],
): { families: string[]; takeBack(): void } {
  const lent = fonts.map(({ files }) => {
    const family = `Cut ${++cut}`;
    for (const { weight, bytes } of files) {
      const src = `data:font/ttf;base64,${Buffer.from(bytes).toString('base64')}`;
      font.register({ family, fontWeight: weight, src });
    }
    return family;
  });
  const registered = font.getRegisteredFonts() as Record<string, unknown>;
  return {
    families: [...families, ...lent],
    takeBack: () => {
      for (const family of lent) delete registered[family];
    },
  };
}

function cutLongWord(word: string): string[] {
  const letters = Array.from(word);
  if (letters.length <= longestWord) return [word];
  const parts: string[] = [];
  for (let at = 0; at < letters.length; at += 7) parts.push(letters.slice(at, at + 7).join(''));
  return parts;
}
