import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLexicalIndex, type LexicalIndex } from './lexical-index.ts';

const weights = { title: { weight: 2, lengthNorm: 0.3 }, body: { weight: 1, lengthNorm: 0.6 } };
const indexOf = (documents: Readonly<Record<string, string>>): LexicalIndex => {
  const index = createLexicalIndex(weights);
  for (const [id, body] of Object.entries(documents)) index.add({ id, fields: { title: '', body } });
  return index;
};
const found = (index: LexicalIndex, text: string, limit = 10): string[] =>
  index.search(text, { limit }).map(({ id }) => id);

describe('a search', () => {
  test('prefers rare words to common ones, and short documents to long', () => {
    const index = indexOf({
      both: 'export of reports fails',
      common: 'reports and reports and reports',
      long: `export ${'something else entirely '.repeat(30)}`,
      other: 'reports for managers',
      further: 'reports for finance',
    });
    expect(found(index, 'export reports')[0]).toBe('both');
    expect(found(index, 'export')).toEqual(['both', 'long']);
  });

  test('counts a word in the title for more than one in the body', () => {
    const index = createLexicalIndex(weights);
    index.add({ id: 'body', fields: { title: 'other words', body: 'quiet hours' } });
    index.add({ id: 'title', fields: { title: 'quiet hours', body: 'other words' } });
    expect(found(index, 'quiet hours')).toEqual(['title', 'body']);
  });

  test('gives the same as the formula for one word', () => {
    const index = indexOf({ a: 'alpha beta', b: 'gamma' });
    const idf = Math.log(1 + (2 - 1 + 0.5) / 1.5);
    const frequency = 1 / (1 - 0.6 + (0.6 * 2) / 1.5);
    const expected = (idf * frequency * 2.2) / (1.2 + frequency);
    expect(index.search('alpha', { limit: 1 })[0]?.score).toBeCloseTo(expected, 12);
  });

  test('leaves out what may not be seen before it counts to the limit', () => {
    const index = indexOf({ a: 'alpha', b: 'alpha', c: 'alpha' });
    const accept = (id: string): boolean => id !== 'a';
    expect(index.search('alpha', { limit: 2, accept }).map(({ id }) => id)).toEqual(['b', 'c']);
  });

  test.each(['', '🎉', 'the of', 'nowhere'])('of %j finds nothing', (text) => {
    expect(found(indexOf({ a: 'alpha' }), text)).toEqual([]);
  });

  test('of an empty index finds nothing', () => expect(found(indexOf({}), 'alpha')).toEqual([]));
});

test('whatever is added, replaced and removed, the index answers like a fresh one', () => {
  const text = fc
    .array(fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'epsilon'), { maxLength: 6 })
    .map((words) => words.join(' '));
  const step = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), body: fc.option(text) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), text, (steps, question) => {
      const index = createLexicalIndex(weights);
      const left: Record<string, string> = {};
      for (const { id, body } of steps) {
        if (body === null) {
          index.remove(id);
          delete left[id];
        } else {
          index.add({ id, fields: { title: '', body } });
          left[id] = body;
        }
      }
      const fresh = indexOf(left);
      expect(index.size).toBe(fresh.size);
      expect(index.search(question, { limit: 9 })).toEqual(fresh.search(question, { limit: 9 }));
      const scale = index.scaleOf(question);
      for (const { score } of index.search(question, { limit: 9 })) expect(score).toBeLessThanOrEqual(scale);
    }),
  );
});
