import { expect, test } from 'vitest';
import { boxed, undrawnScripts, undrawnWords } from './undrawn-scripts.ts';

test.each([
  ['Acme & Söhne, Ωmega, Москва, שלום, شركة, é, ﬁ, ©, →, 1', []],
  ['日本語テスト株式会社 한국어 北京', []],
  ['한국어 🚀', ['emoji']],
  ['บริษัท हिन्दी', ['Thai', 'Devanagari']],
  ['Հայերեն 𐀀 \ud800', ['an other script']],
])('%s has no letters for %j', (text, scripts) => {
  expect(undrawnScripts(text)).toEqual(scripts);
});

test('letters that the fonts lack are named', () => {
  expect(undrawnScripts('龘電', new Set('電'))).toEqual(['some rare characters']);
  expect(undrawnScripts('電', new Set('電'))).toEqual([]);
});

test('it is said in one sentence, or not at all', () => {
  expect(undrawnWords('ไทย हिन्दी 🚀')).toBe(
    'A PDF has no letters for Thai, Devanagari and emoji: boxes stand there.',
  );
  expect(undrawnWords('Acme')).toBe('');
});

test('one box stands for a letter with its marks, and for an emoji with all that is joined to it', () => {
  expect(boxed('Rocket 🚀 Labs 👩‍💻👍🏽, हि é 電 1', new Set('電'))).toBe('Rocket □ Labs □□, □ é 電 1');
  expect(boxed('電', new Set())).toBe('□');
});
