import { expect, test } from 'vitest';
import { createTopicEmbedder } from '../../test/support/topic-embedder.ts';
import type { Embedder } from './embedder.ts';
import { createRetriever, isCovered, type RetrievalScope, type Retriever } from './retrieve.ts';

const documents = [
  { id: 'timeouts', title: 'Pipelines stop after 900 seconds', text: 'Split the load.' },
  { id: 'exports', title: 'Exports of many rows', text: 'Use the API above 250,000 rows.' },
  { id: 'seats', title: 'Seats', text: 'An administrator invites people.' },
];
function filled(embedder: Embedder | null = null): Retriever {
  const retriever = createRetriever({ embedder });
  for (const document of documents) retriever.addDocument(document);
  return retriever;
}
async function ids(retriever: Retriever, question: string, scope?: RetrievalScope): Promise<string[]> {
  const { documents: found } = await retriever.retrieve(question, 3, scope);
  return found.map(({ id }) => id);
}
const solved = (id: string, text: string, documentId: string, shared = true) => ({
  id,
  text,
  documentIds: [documentId],
  shared,
});

test('finds the document by its own words', async () => {
  expect(await ids(filled(), 'our pipeline stops')).toEqual(['timeouts']);
  expect(await ids(filled(), '🎉')).toEqual([]);
  expect(await ids(filled(), '')).toEqual([]);
});

test('finds the document by a question like this that it solved', async () => {
  const retriever = filled();
  expect(await ids(retriever, 'job never completes')).toEqual([]);
  retriever.addSolved(solved('s1', 'My job never completes', 'timeouts'));
  expect(await ids(retriever, 'job never completes')).toEqual(['timeouts']);
  retriever.removeSolved('s1');
  expect(await ids(retriever, 'job never completes')).toEqual([]);
});

test('finds by meaning where there is an embedder, and by words alone while it fails', async () => {
  const topics = createTopicEmbedder([
    ['seats', 'invites', 'licences'],
    ['exports', 'rows'],
    ['pipelines', 'load'],
  ]);
  expect(await ids(filled(topics), 'licences for my team')).toEqual(['seats']);
  const broken = createRetriever({ embedder: { ...topics, embed: async () => [] } });
  for (const document of documents) broken.addDocument(document);
  expect(await ids(broken, 'licences for my team')).toEqual([]);
  expect(await ids(broken, 'seats for my team')).toEqual(['seats']);
});

test('encodes each document and solved question once, and forgets what was removed', async () => {
  const topics = createTopicEmbedder([['seats', 'licences']]);
  const retriever = filled(topics);
  retriever.addSolved(solved('s1', 'more licences', 'seats'));
  await ids(retriever, 'licences');
  const before = topics.asked.length;
  retriever.removeDocument('seats');
  expect(await ids(retriever, 'licences')).toEqual([]);
  expect(topics.asked.slice(before)).toEqual(['licences', 'licences']);
});

test('what may not be seen is neither shown nor a reason to show another', async () => {
  const retriever = filled();
  retriever.addSolved(solved('acme-1', 'job never completes', 'timeouts', false));
  const own: RetrievalScope = { acceptSolved: (id) => id.startsWith('acme-') };
  expect(await ids(retriever, 'job never completes')).toEqual([]);
  expect(await ids(retriever, 'job never completes', { acceptSolved: () => false })).toEqual([]);
  expect(await ids(retriever, 'job never completes', own)).toEqual(['timeouts']);
  const acceptDocument = (id: string): boolean => id !== 'timeouts';
  expect(await ids(retriever, 'job never completes', { ...own, acceptDocument })).toEqual([]);
  expect(await ids(retriever, 'pipelines stop', { acceptDocument })).toEqual([]);
});

test('a solved question never names a document that is not there', async () => {
  const retriever = filled();
  retriever.addSolved(solved('s1', 'job never completes', 'deleted'));
  expect(await ids(retriever, 'job never completes')).toEqual([]);
});

test('a weight lowers a document, and of equal ones the lower id is first', async () => {
  const retriever = createRetriever();
  for (const id of ['b', 'a']) retriever.addDocument({ id, title: 'Exports', text: 'Rows.' });
  expect(await ids(retriever, 'exports')).toEqual(['a', 'b']);
  expect(await ids(retriever, 'exports', { weightOf: (id) => (id === 'a' ? 0.9 : 1) })).toEqual(['b', 'a']);
});

test('is sure of a question in its words, and not of one about something else', async () => {
  const retriever = filled();
  const covered = await retriever.retrieve('Exports of many rows', 3);
  const foreign = await retriever.retrieve('how do I bake bread with many seeds', 3);
  expect([isCovered(covered), isCovered(foreign)]).toEqual([true, false]);
  expect((await retriever.retrieve('🎉', 3)).confidence).toBe(0);
});

test('a megabyte of anything gets an answer', async () => {
  const retriever = filled();
  for (const text of ['pipelines stop ', '🎉', 'x', '\n']) {
    const found = await retriever.retrieve(text.repeat(Math.ceil(1_000_000 / text.length)), 3);
    expect(found.confidence).toBeGreaterThanOrEqual(0);
  }
});
