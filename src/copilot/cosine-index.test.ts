import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCosineIndex } from './cosine-index.ts';
import { wordFeatures } from './features.ts';

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
function filled(texts: Readonly<Record<string, string>>) {
  const index = createCosineIndex(words);
  for (const [id, text] of Object.entries(texts)) index.add(id, text);
  return index;
}

test('the same text is wholly alike, one that shares a word partly, and another is not named', () => {
  const found = filled({ same: 'export stops', part: 'export rows', other: 'seats' }).similarities(
    'export stops',
  );
  expect(found.get('same')).toBeCloseTo(1);
  expect(found.get('part')).toBeGreaterThan(0.1);
  expect(found.get('part')).toBeLessThan(0.6);
  expect(found.has('other')).toBe(false);
});

test('a rare word counts more than a common one', () => {
  const found = filled({ rare: 'app crash', common: 'app login', third: 'app seats' }).similarities(
    'app crash',
  );
  expect(found.get('rare')).toBeGreaterThan(2 * (found.get('common') ?? 1));
});

test('words that nobody knows make a text less like everything', () => {
  const index = filled({ a: 'export stops' });
  expect(index.similarities('export stops zebra')?.get('a')).toBeLessThan(0.85);
});

test('what is not accepted is not compared', () => {
  const index = filled({ seen: 'export', hidden: 'export' });
  expect([...index.similarities('export', (id) => id === 'seen').keys()]).toEqual(['seen']);
});

test('says nothing of an empty text, and nothing when it is empty', () => {
  expect(filled({ a: 'export' }).similarities('')).toEqual(new Map());
  expect(filled({}).similarities('export')).toEqual(new Map());
  expect(filled({ a: '' }).similarities('export')).toEqual(new Map());
});

test('after any changes it answers like one that was built from what is left', () => {
  const text = fc
    .array(fc.constantFrom('export', 'stops', 'seats', 'login'), { maxLength: 5 })
    .map((all) => all.join(' '));
  const change = fc.record({ id: fc.constantFrom('a', 'b', 'c'), text: fc.option(text, { nil: null }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), text, (changes, question) => {
      const index = createCosineIndex(wordFeatures);
      const left = new Map<string, string>();
      for (const { id, text: words } of changes) {
        left.delete(id);
        if (words === null) index.remove(id);
        else {
          index.add(id, words);
          left.set(id, words);
        }
        index.similarities(question);
      }
      const fresh = createCosineIndex(wordFeatures);
      for (const [id, words] of left) fresh.add(id, words);
      const found = index.similarities(question);
      const expected = fresh.similarities(question);
      expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [id, value] of expected) expect(found.get(id)).toBeCloseTo(value, 9);
    }),
    { numRuns: 100 },
  );
});
