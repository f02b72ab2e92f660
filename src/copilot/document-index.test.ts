import { expect, test } from 'vitest';
import { createDocumentIndex, type DocumentIndex } from './document-index.ts';
import { matchConfidence, matchScore } from './weights.ts';

const east = Float32Array.of(1, 0);
const north = Float32Array.of(0, 1);
const west = Float32Array.of(-1, 0);
const none = { words: 0, headline: 0, phrases: 0, title: 0, titleMeaning: 0, meaning: 0 };
const ask = (text: string) => ({ text, vector: null, headlineVector: null });
function filled(): DocumentIndex {
  const index = createDocumentIndex();
  index.add({ id: 'exports', title: 'Exports stop', text: 'Use the API above many rows.' });
  index.add({ id: 'seats', title: 'Seats', text: 'Invite people.' });
  return index;
}

test('looks at words, phrases and titles, each between 0 and 1', async () => {
  const found = await filled().match(ask('Exports stop\nwith many rows'));
  const { words = 0, headline = 0, phrases = 0, title = 0, ...rest } = found.get('exports') ?? {};
  expect(title).toBeCloseTo(1);
  expect(headline).toBeGreaterThan(words);
  for (const side of [words, headline, phrases]) {
    expect(side).toBeGreaterThan(0.3);
    expect(side).toBeLessThan(1);
  }
  expect(rest).toEqual({ titleMeaning: 0, meaning: 0 });
  expect(matchScore(found.get('seats') ?? none, 'Exports stop', false)).toBeLessThan(0.03);
});

test('meaning finds what words do not, and what is opposite counts nothing', async () => {
  const index = filled();
  index.encode('exports', { title: east, text: north });
  index.encode('seats', { title: west, text: west });
  const found = await index.match({ text: 'Download', vector: north, headlineVector: east });
  expect(found.get('exports')).toMatchObject({ words: 0, titleMeaning: 1, meaning: 1 });
  expect(found.get('seats')).toMatchObject({ titleMeaning: 0, meaning: 0 });
});

test('vectors come to no document that is gone, and go with the one that is replaced', async () => {
  const index = filled();
  index.encode('exports', { title: east, text: east });
  index.add({ id: 'exports', title: 'Exports', text: '' });
  index.remove('seats');
  index.encode('seats', { title: east, text: east });
  expect(await index.match({ text: 'Download', vector: east, headlineVector: east })).toEqual(new Map());
  expect([index.has('exports'), index.has('seats')]).toEqual([true, false]);
});

test('what is not accepted is not looked at from any side', async () => {
  const index = filled();
  index.encode('exports', { title: east, text: east });
  const question = { text: 'Exports stop', vector: east, headlineVector: east };
  expect((await index.match(question, (id) => id !== 'exports')).has('exports')).toBe(false);
});

test('what is best in every way is 1 and sure, and what is in none is 0 and not, for a question and for a report', () => {
  const all = { words: 1, headline: 1, phrases: 1, title: 1, titleMeaning: 1, meaning: 1 };
  for (const question of ['Exports stop', 'Exports stop\nSince Monday.']) {
    for (const byMeaning of [true, false]) {
      expect(matchScore(none, question, byMeaning)).toBe(0);
      expect(matchScore(all, question, byMeaning)).toBeCloseTo(1);
    }
    expect(matchConfidence(0, question, true)).toBeLessThan(0.1);
  }
  expect(matchConfidence(1, 'Exports stop', false)).toBeGreaterThan(0.9);
  expect(matchConfidence(1, 'Exports stop\nSince Monday.', true)).toBe(0.5);
});

test('the title counts most for a question of one line, and the phrases for a report', () => {
  const scoreOf = (side: object, question: string): number =>
    matchScore({ ...none, ...side }, question, true);
  const title = { title: 1 };
  const phrases = { phrases: 1 };
  expect(scoreOf(title, 'Exports stop')).toBeGreaterThan(scoreOf(phrases, 'Exports stop'));
  expect(scoreOf(title, 'Exports stop\nlog')).toBeLessThan(scoreOf(phrases, 'Exports stop\nlog'));
});
