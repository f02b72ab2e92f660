import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'fontkit';
import { expect, it } from 'vitest';
import { cutFonts } from './east-asian.ts';

const text = '<b>株式会社あおい電機</b> 北京华为数据 주식회사 한빛 Ａ、Acme שלום 🚀';

it('a font has the Chinese, Japanese and Korean letters of a text and nothing else, in two weights', async () => {
  const { fonts, letters } = await cutFonts(text);
  expect([...letters].sort()).toEqual([...new Set('株式会社あおい電機北京华为数据주식회사한빛Ａ、')].sort());
  expect(fonts.map(({ weight }) => weight)).toEqual([400, 700]);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-cut-'));
  const outlines = [];
  for (const { weight, bytes } of fonts) {
    expect(bytes.length).toBeLessThan(30_000);
    await writeFile(join(folder, `${weight}.ttf`), bytes);
    const font = await open(join(folder, `${weight}.ttf`));
    for (const letter of letters) expect(font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)).toBe(true);
    expect(font.hasGlyphForCodePoint('A'.charCodeAt(0))).toBe(false);
    outlines.push(JSON.stringify(font.glyphForCodePoint('電'.codePointAt(0) ?? 0)._decode().points));
  }
  await rm(folder, { recursive: true });
  expect(outlines[0]).not.toBe(outlines[1]);
});

it('the same letters give the same bytes, in whatever order and however often they stand', async () => {
  const [one, other] = [await cutFonts('電機会社'), await cutFonts('社会 電機 電')];
  expect(one).toEqual(other);
});

it('a letter is drawn as the language of the text writes it', async () => {
  const of = async (words: string): Promise<number> => (await cutFonts(words)).fonts[0]?.bytes.length ?? 0;
  const only = async (words: string, more: string): Promise<number> =>
    (await of(words + more)) - (await of(more));
  expect(await only('骨', 'あ')).not.toBe(await of('骨'));
});

it('a text without such letters opens nothing', async () => {
  expect(await cutFonts('Acme שלום شركة 🚀 ไทย')).toEqual({ fonts: [], letters: new Set() });
});
