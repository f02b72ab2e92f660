import { create } from 'fontkit';
import { expect, it } from 'vitest';
import { cutFonts } from './east-asian.ts';

const text = '<b>株式会社あおい電機</b> 北京华为数据 주식회사 한빛 Ａ、Acme שלום 🚀';

it('fonts have the Chinese, Japanese and Korean letters of a text and nothing else, each once, in two weights', async () => {
  const fonts = await cutFonts(text);
  const letters = fonts.flatMap((font) => [...font.letters]);
  expect(letters.toSorted()).toEqual([...new Set('株式会社あおい電機北京华为数据주식회사한빛Ａ、')].sort());
  for (const font of fonts) {
    const [regular, bold] = font.files;
    expect([regular?.weight, bold?.weight]).toEqual([400, 700]);
    expect(regular?.bytes).not.toEqual(bold?.bytes);
    for (const { bytes } of font.files) {
      expect(bytes.length).toBeLessThan(30_000);
      const opened = create(Buffer.from(bytes));
      for (const letter of font.letters)
        expect(opened.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)).toBe(true);
      expect(opened.hasGlyphForCodePoint('A'.charCodeAt(0))).toBe(false);
    }
  }
});

it('the same letters give the same bytes, in whatever order and however often they stand', async () => {
  const [one, other] = [await cutFonts('電機会社'), await cutFonts('社会 電機 電')];
  expect(one).toEqual(other);
});

it('a letter is drawn as the language of the text writes it', async () => {
  const bone = async (words: string) =>
    (await cutFonts(words)).find(({ letters }) => letters.has('骨'))?.files[0]?.bytes;
  expect(await bone('骨あ')).not.toEqual(await bone('骨'));
});

it('a text without such letters opens nothing', async () => {
  expect(await cutFonts('Acme שלום شركة 🚀 ไทย')).toEqual([]);
});
