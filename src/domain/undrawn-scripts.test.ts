import { expect, test } from 'vitest';
import { undrawnScripts, undrawnWords } from './undrawn-scripts.ts';

test.each([
  ['Acme & Söhne, Ωmega, Москва, שלום, شركة, é, ﬁ, ©, →, 1', []],
  ['日本語テスト株式会社', ['Chinese characters', 'Japanese']],
  ['한국어 🚀', ['Korean', 'emoji']],
  ['บริษัท हिन्दी', ['Thai', 'Devanagari']],
  ['Հայերեն 𐀀 \ud800', ['an other script']],
])('%s has no letters for %j', (text, scripts) => {
  expect(undrawnScripts(text)).toEqual(scripts);
});

test('it is said in one sentence, or not at all', () => {
  expect(undrawnWords('한국 中 あ')).toBe(
    'A PDF has no letters for Chinese characters, Japanese and Korean: boxes stand there.',
  );
  expect(undrawnWords('Acme')).toBe('');
});
