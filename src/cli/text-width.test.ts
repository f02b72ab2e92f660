import { expect, test } from 'vitest';
import { displayWidth, padTo, wrapWords } from './text-width.ts';

test.each([
  ['acme', 4],
  ['北川', 4],
  ['é', 1],
  ['e\u0301', 1],
  ['🟢', 2],
  ['a\u200bb', 2],
  ['', 0],
])('%j takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test('a text is filled on the side that its alignment says', () => {
  expect(padTo('7', 3, 'right')).toBe('  7');
  expect(padTo('北', 4)).toBe('北  ');
  expect(padTo('longer', 3)).toBe('longer');
});

test('lines break at spaces; what has none stays whole', () => {
  expect(wrapWords('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapWords('see http://127.0.0.1:3000/evidence/events/1 now', 10)).toEqual([
    'see',
    'http://127.0.0.1:3000/evidence/events/1',
    'now',
  ]);
  expect(wrapWords('', 10)).toEqual(['']);
});
