import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readKnowledge } from '../content/knowledge.ts';
import { plainSentences } from './plain-sentences.ts';

describe('the sentences of a passage', () => {
  test.each([
    ['One. Two!\nGoes on here.', ['One.', 'Two!', 'Goes on here.']],
    ['First paragraph\nwrapped.\n\nSecond.', ['First paragraph wrapped.', 'Second.']],
    ['Use 4.40.1, not 4.40. It is fixed.', ['Use 4.40.1, not 4.40.', 'It is fixed.']],
    [
      '- one thing\n- another\n  that wraps\n1. first\n2) second',
      ['one thing', 'another that wraps', 'first', 'second'],
    ],
    ['Text\n- item', ['Text', 'item']],
    [
      'Press **Load missed files** or *all*, then `POST /v1/x`.',
      ['Press Load missed files or all, then POST /v1/x.'],
    ],
    ['See [the page](https://evil.example/x) first.', ['See the page first.']],
    ['2 * 3 * 4 is 24, and a_b_c stays.', ['2 * 3 * 4 is 24, and a_b_c stays.']],
    ['| a | b |\n|---|---|\n| 1 | 2 |\n\nAfter it.', ['After it.']],
    ['```\ncode. more code.\n```\nAfter it.', ['After it.']],
    ['', []],
    ['\n \n', []],
  ])('%j', (markdown, expected) => expect(plainSentences(markdown)).toEqual(expected));

  test('any text has sentences that are not blank, on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        for (const sentence of plainSentences(text)) {
          expect(sentence.trim()).not.toBe('');
          expect(sentence).not.toContain('\n');
        }
      }),
    );
  });

  test('a megabyte takes no long time', () => {
    const found = plainSentences('**a *b `c [d '.repeat(80_000));
    expect(found.join(' ').length).toBeGreaterThan(900_000);
  });

  test('of our own documents no mark is left', async () => {
    const { documents } = await readKnowledge(null);
    const found = documents.flatMap(({ body }) => plainSentences(body));
    expect(found.length).toBeGreaterThan(500);
    expect(found.filter((sentence) => /\*\*|`|\]\(|^\s*[-|]/.test(sentence))).toEqual([]);
  });
});
