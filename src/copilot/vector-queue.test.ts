import { expect, test } from 'vitest';
import { createTopicEmbedder } from '../../test/support/topic-embedder.ts';
import { HoldfastError } from '../errors.ts';
import { createVectorQueue } from './vector-queue.ts';

const east = Float32Array.of(1, 0);
const north = Float32Array.of(0, 1);
const topics = () => createTopicEmbedder([['export'], ['seat']]);

test('gives the vectors of a question, and before it those of all that wait, once', async () => {
  const embedder = topics();
  const queue = createVectorQueue(embedder);
  const applied: Float32Array[][] = [];
  queue.add('a', ['seat', 'export'], (vectors) => applied.push(vectors));
  queue.add('b', ['export'], (vectors) => applied.push(vectors));
  expect(await queue.embed(['my seat'])).toEqual([north]);
  expect(applied).toEqual([[north, east], [east]]);
  await queue.embed(['again']);
  expect(embedder.asked).toEqual(['seat', 'export', 'export', 'my seat', 'again']);
});

test('what is removed or replaced, before or meanwhile, is not applied', async () => {
  const embedder = topics();
  const applied: string[] = [];
  const meanwhile: (() => void)[] = [];
  const queue = createVectorQueue({
    ...embedder,
    embed: (texts) => {
      meanwhile.shift()?.();
      return embedder.embed(texts);
    },
  });
  for (const name of ['removed', 'replaced', 'kept']) queue.add(name, ['export'], () => applied.push(name));
  queue.remove('removed');
  meanwhile.push(() => queue.add('replaced', ['seat'], () => applied.push('replaced anew')));
  await queue.embed([]);
  expect(applied).toEqual(['kept']);
  await queue.embed([]);
  expect(applied).toEqual(['kept', 'replaced anew']);
});

test('questions at the same time wait for the same vectors', async () => {
  const embedder = topics();
  const queue = createVectorQueue(embedder);
  let applied = 0;
  queue.add('a', ['export'], () => applied++);
  await Promise.all([queue.embed(['one']), queue.embed(['two'])]);
  expect(applied).toBe(1);
  expect(embedder.asked.filter((text) => text === 'export')).toHaveLength(1);
});

test('while the embedder fails there are no vectors, and what waits is tried again', async () => {
  const embedder = topics();
  let failure: Error | null = new HoldfastError('HF_EMBEDDER_UNAVAILABLE', 'The model is away');
  const queue = createVectorQueue({
    ...embedder,
    embed: async (texts) => {
      if (failure) throw failure;
      return await embedder.embed(texts);
    },
  });
  let applied = 0;
  queue.add('a', ['export'], () => applied++);
  expect(await queue.embed(['question'])).toEqual([]);
  failure = new TypeError('a fault of the program');
  await expect(queue.embed(['question'])).rejects.toThrow(TypeError);
  failure = null;
  expect(await queue.embed(['seat'])).toEqual([north]);
  expect(applied).toBe(1);
});

test('without an embedder nothing waits and nothing is given', async () => {
  const queue = createVectorQueue(null);
  queue.add('a', ['export'], () => expect.unreachable());
  queue.remove('a');
  expect(await queue.embed(['question'])).toEqual([]);
});
