import { expect, test } from 'vitest';
import { createDocumentIndex, type DocumentIndex } from './document-index.ts';
import { matchConfidence, matchScore } from './weights.ts';

const east = Float32Array.of(1, 0);
const north = Float32Array.of(0, 1);
const west = Float32Array.of(-1, 0);
const ask = (text: string) => ({ text, vector: null, headlineVector: null });
function filled(): DocumentIndex {
  const index = createDocumentIndex();
  index.add({ id: 'exports', title: 'Exports stop', text: 'Use the API above many rows.' });
  index.add({ id: 'seats', title: 'Seats', text: 'Invite people.' });
  return index;
}

test('looks at words, phrases and titles, each between 0 and 1', async () => {
  const found = await filled().match(ask('Exports stop\nwith many rows'));
  const { words = 0, phrases = 0, title = 0, ...rest } = found.get('exports') ?? {};
  expect(title).toBeCloseTo(1);
  for (const side of [words, phrases]) {
    expect(side).toBeGreaterThan(0.3);
    expect(side).toBeLessThan(1);
  }
  expect(rest).toEqual({ titleMeaning: 0, meaning: 0 });
  expect(
    matchScore(found.get('seats') ?? { words: 0, phrases: 0, title: 0, titleMeaning: 0, meaning: 0 }),
  ).toBeLessThan(0.03);
});

test('meaning finds what words do not, and what is opposite counts nothing', async () => {
  const index = filled();
  index.encode('exports', east, north);
  index.encode('seats', west, west);
  const found = await index.match({ text: 'Download', vector: north, headlineVector: east });
  expect(found.get('exports')).toMatchObject({ words: 0, titleMeaning: 1, meaning: 1 });
  expect(found.get('seats')).toMatchObject({ titleMeaning: 0, meaning: 0 });
});

test('vectors come to no document that is gone, and go with the one that is replaced', async () => {
  const index = filled();
  index.encode('exports', east, east);
  index.add({ id: 'exports', title: 'Exports', text: '' });
  index.remove('seats');
  index.encode('seats', east, east);
  expect(await index.match({ text: 'Download', vector: east, headlineVector: east })).toEqual(new Map());
  expect([index.has('exports'), index.has('seats')]).toEqual([true, false]);
});

test('what is not accepted is not looked at from any side', async () => {
  const index = filled();
  index.encode('exports', east, east);
  const question = { text: 'Exports stop', vector: east, headlineVector: east };
  expect((await index.match(question, (id) => id !== 'exports')).has('exports')).toBe(false);
});

test('every side speaks for a document, and all of them together are 1', () => {
  const none = { words: 0, phrases: 0, title: 0, titleMeaning: 0, meaning: 0 };
  const all = { words: 1, phrases: 1, title: 1, titleMeaning: 1, meaning: 1 };
  expect(matchScore(none)).toBe(0);
  expect(matchScore(all)).toBeCloseTo(1);
  for (const side of Object.keys(none)) expect(matchScore({ ...none, [side]: 1 })).toBeGreaterThan(0);
  expect(matchConfidence(none)).toBeLessThan(0.05);
  expect(matchConfidence(all)).toBeGreaterThan(0.95);
});
