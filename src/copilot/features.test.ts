import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pieceFeatures, wordFeatures } from './features.ts';

test('words and the pairs side by side, small words among them', () => {
  expect(wordFeatures("How do I NOT pay? I can't")).toEqual([
    ...['how', 'do', 'i', 'not', 'pay', 'i', 'cant'],
    ...['how do', 'do i', 'i not', 'not pay', 'pay i', 'i cant'],
  ]);
});

test('pieces of three to five characters, with the ends of words marked', () => {
  expect(pieceFeatures('Logs')).toEqual([
    '_lo',
    'log',
    'ogs',
    'gs_',
    '_log',
    'logs',
    'ogs_',
    '_logs',
    'logs_',
  ]);
  expect(pieceFeatures('a b')).toEqual(['_a_', '_b_']);
});

test('a typing error leaves most pieces as they are', () => {
  const right = new Set(pieceFeatures('subscription'));
  const shared = pieceFeatures('subscribtion').filter((piece) => right.has(piece));
  expect(shared.length / right.size).toBeGreaterThan(0.5);
});

test.each(['', '🎉', ' \n '])('%j has no features', (text) => {
  expect(wordFeatures(text)).toEqual([]);
  expect(pieceFeatures(text)).toEqual([]);
});

test('any text has features, however long, in whatever writing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      for (const feature of [...wordFeatures(text), ...pieceFeatures(text)]) expect(feature).not.toBe('');
    }),
    { numRuns: 50 },
  );
  expect(wordFeatures('x'.repeat(1_000_000))).toEqual(['x'.repeat(64)]);
  expect(wordFeatures('word '.repeat(200_000)).length).toBeLessThan(10_000);
});
