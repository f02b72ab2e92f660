import { expect, test } from 'vitest';
import type { RankedQuery } from './retrieval.ts';
import { retrievalBars } from './retrieval-bars.ts';
import { answeredAtPrecision, answeredPrecision, judge, refusedShare } from './retrieval-metrics.ts';
import { retrievalTable } from './retrieval-table.ts';

const ranked = (query_id: string, confidence: number, ...ids: string[]): RankedQuery => ({
  query_id,
  confidence,
  abstain: confidence <= 0.5,
  ranked: ids.map((doc_id, place) => ({ doc_id, score: 1 - place / 100 })),
});
const relevance = new Map([
  ['first', new Set(['a'])],
  ['second', new Set(['a'])],
  ['two', new Set(['a', 'b'])],
  ['lost', new Set(['a'])],
]);
const queries = judge(
  [
    ranked('first', 0.9, 'a', 'b'),
    ranked('second', 0.8, 'b', 'a'),
    ranked('two', 0.7, 'a', 'c', 'b'),
    ranked('lost', 0.2, ...Array.from({ length: 10 }, (_, index) => `x${index}`), 'a'),
    ranked('none', 0.6, 'a'),
    ranked('empty', 0),
  ],
  relevance,
);
const byId = new Map(queries.map((query) => [query.id, query]));

test('judges the order of the first ten', () => {
  expect(byId.get('first')).toMatchObject({ correct: true, ndcg: 1, recall: 1, answerable: true });
  expect(byId.get('second')?.ndcg).toBeCloseTo(1 / Math.log2(3));
  expect(byId.get('second')).toMatchObject({ correct: false, recall: 1 });
  expect(byId.get('two')?.ndcg).toBeCloseTo((1 + 0.5) / (1 + 1 / Math.log2(3)));
  expect(byId.get('lost')).toMatchObject({ correct: false, ndcg: 0, recall: 0 });
});

test('a query without an answer has no order to judge, and no right answer', () => {
  expect(byId.get('none')).toMatchObject({ answerable: false, correct: false, ndcg: null, recall: null });
  expect(byId.get('empty')).toMatchObject({ correct: false, abstained: true });
});

test('answers the surest first, as long as the precision holds', () => {
  expect(answeredAtPrecision(queries, 1)).toBeCloseTo(1 / 4);
  expect(answeredAtPrecision(queries, 0.6)).toBeCloseTo(2 / 4);
  expect(answeredAtPrecision([], 0.9)).toBe(0);
  const tied = judge([ranked('first', 0.5, 'a'), ranked('none', 0.5, 'a')], relevance);
  expect(answeredAtPrecision(tied, 0.9)).toBe(0);
  expect(answeredAtPrecision(tied, 0.5)).toBe(1);
});

test('measures the own threshold by what was answered and what was refused', () => {
  expect(answeredPrecision(queries)).toBeCloseTo(2 / 4);
  expect(refusedShare(queries)).toBeCloseTo(1 / 2);
  expect(answeredPrecision([])).toBe(null);
  expect(refusedShare(queries.filter(({ answerable }) => answerable))).toBe(null);
});

test('every bar of every set measures something of a run', () => {
  for (const [set, bars] of Object.entries(retrievalBars)) {
    for (const { name, atLeast, measure } of bars) {
      const value = measure(queries);
      expect(value, `${set}: ${name}`).toBeGreaterThanOrEqual(0);
      expect(value, `${set}: ${name}`).toBeLessThanOrEqual(1);
      expect(atLeast).toBeGreaterThan(0.3);
    }
  }
});

test('the table marks what lies below its bar', () => {
  const row = { set: 'faq', figure: 'nDCG@10', atLeast: 0.79, interval: { low: 0.7, high: 0.85 } };
  const lines = retrievalTable([
    { ...row, value: 0.8 },
    { ...row, value: 0.78 },
    { ...row, value: null, interval: null },
  ]);
  expect(lines).toHaveLength(4);
  expect(lines[1]).toMatch(/faq +nDCG@10 +0\.800 +0\.790 +0\.700 to 0\.850$/);
  expect(lines[2]).toMatch(/0\.780 +0\.790 !/);
  expect(lines[3]).toMatch(/–.*–$/);
});
