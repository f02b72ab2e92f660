import { expect, test } from 'vitest';
import { createRetriever, type Retriever } from './retrieve.ts';

function filled(): Retriever {
  const retriever = createRetriever();
  retriever.addDocument({
    id: 'timeouts',
    title: 'Pipelines stop after 900 seconds',
    text: 'Split the load.',
  });
  retriever.addDocument({
    id: 'exports',
    title: 'Exports of many rows',
    text: 'Use the API above 250,000 rows.',
  });
  retriever.addDocument({ id: 'seats', title: 'Seats', text: 'An administrator invites people.' });
  return retriever;
}
const ids = (found: readonly { id: string }[]): string[] => found.map(({ id }) => id);

test('finds the document by its own words', () => {
  expect(ids(filled().retrieve('our pipeline stops', 3))).toEqual(['timeouts']);
});

test('finds the document by a question like this that it solved', () => {
  const retriever = filled();
  expect(retriever.retrieve('nightly load hangs', 3).map(({ id }) => id)).toEqual(['timeouts']);
  expect(retriever.retrieve('job never completes', 3)).toEqual([]);
  retriever.addSolved({ id: 's1', text: 'My job never completes', documentIds: ['timeouts'] });
  expect(ids(retriever.retrieve('job never completes', 3))).toEqual(['timeouts']);
  retriever.removeSolved('s1');
  expect(retriever.retrieve('job never completes', 3)).toEqual([]);
});

test('many that were solved by it count for more than one, but for less than their sum', () => {
  const retriever = filled();
  const scoreOf = (): number => retriever.retrieve('job never completes', 1)[0]?.score ?? 0;
  const add = (id: string): void =>
    retriever.addSolved({ id, text: 'job never completes', documentIds: ['timeouts'] });
  add('s1');
  const one = scoreOf();
  for (const id of ['s2', 's3', 's4']) add(id);
  expect(scoreOf()).toBeGreaterThan(one);
  expect(scoreOf()).toBeLessThan(2 * one + 1e-9);
});

test('what may not be seen is neither shown nor a reason to show another', () => {
  const retriever = filled();
  retriever.addSolved({ id: 'acme-1', text: 'job never completes', documentIds: ['timeouts'] });
  const acceptSolved = (id: string): boolean => !id.startsWith('acme-');
  expect(retriever.retrieve('job never completes', 3, { acceptSolved })).toEqual([]);
  const acceptDocument = (id: string): boolean => id !== 'timeouts';
  expect(retriever.retrieve('job never completes', 3, { acceptDocument })).toEqual([]);
  expect(retriever.retrieve('pipelines stop', 3, { acceptDocument })).toEqual([]);
});
