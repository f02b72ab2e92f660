import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { readKnowledge } from '../src/content/knowledge.ts';
import { readKnownVectors } from '../src/content/known-vectors.ts';
import { createEncoder } from '../src/copilot/encoder/encoder.ts';
import { knowVectors } from '../src/copilot/known-vectors.ts';
import { isCovered } from '../src/copilot/retrieve.ts';
import { indexOf } from '../test/support/knowledge.ts';
import { isRealDrop } from './bootstrap.ts';
import { askGoldenQuestions, baselineFile, readGoldenQuestions, reciprocalRank } from './golden.ts';

const encoder = createEncoder();
afterAll(() => encoder.close());
const { documents, problems } = await readKnowledge(null);
const questions = await readGoldenQuestions();
const index = indexOf(documents, knowVectors(encoder, await readKnownVectors()));
const results = await askGoldenQuestions(index, questions);

test('every document of ours is in order', () => expect(problems.map(({ message }) => message)).toEqual([]));

test('golden questions find their document among the first three, and most of them first', () => {
  expect(results.filter(({ place }) => place === 0 || place > 3)).toEqual([]);
  const first = results.filter(({ place }) => place === 1).length;
  expect(first / results.length).toBeGreaterThanOrEqual(0.75);
});

test('no golden question fares worse than before, beyond chance', () => {
  const baseline = JSON.parse(readFileSync(baselineFile, 'utf8')) as Record<string, number>;
  const known = results.filter(({ ask }) => ask in baseline);
  const before = known.map(({ ask }) => baseline[ask] ?? 0);
  expect(known.length).toBeGreaterThan(20);
  expect(
    isRealDrop(before, known.map(reciprocalRank)),
    'a real drop; look at evals/golden/baseline.json',
  ).toBe(false);
});

test('half of the golden questions are covered, and nine of ten of those rightly', () => {
  const covered = results.filter(isCovered);
  expect(covered.length / results.length).toBeGreaterThanOrEqual(0.5);
  expect(covered.filter(({ place }) => place === 1).length / covered.length).toBeGreaterThanOrEqual(0.9);
});

test.each([
  ...['How do I bake sourdough bread?', 'What is the weather in Paris tomorrow?', 'My cat is ill', '🎉'],
  ...['Can you recommend a laptop?', 'Who won the world cup in 1998?', 'How do I change the oil in my car?'],
])('%s is not covered', async (foreign) => {
  expect(isCovered(await index.search(foreign, { audience: 'internal' }, 3))).toBe(false);
});
