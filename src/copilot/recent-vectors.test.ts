import { expect, test } from 'vitest';
import { wordEmbedder } from '../../test/support/knowledge.ts';
import { HoldfastError } from '../errors.ts';
import { rememberVectors } from './recent-vectors.ts';

test('a text is encoded once, also when it is asked for twice at the same time', async () => {
  const embedder = wordEmbedder();
  const remembering = rememberVectors(embedder);
  const [first, second] = await Promise.all([
    remembering.embed(['a b', 'c']),
    remembering.embed(['c', 'a b']),
  ]);
  expect(second).toEqual([first[1], first[0]]);
  expect(first).toEqual(await wordEmbedder().embed(['a b', 'c']));
  expect(await remembering.embed(['c', 'c'])).toEqual([first[1], first[1]]);
  expect(embedder.texts).toEqual(['a b', 'c']);
  expect(await remembering.embed([])).toEqual([]);
});

test('the oldest are forgotten, and many at once are not kept at all', async () => {
  const embedder = wordEmbedder();
  const remembering = rememberVectors(embedder, 2);
  for (const text of ['a', 'b', 'c', 'a']) await remembering.embed([text]);
  expect(embedder.texts).toEqual(['a', 'b', 'c', 'a']);
  expect(await remembering.embed(['p', 'q', 'r'])).toEqual(await wordEmbedder().embed(['p', 'q', 'r']));
});

test('a failure is not remembered', async () => {
  const embedder = wordEmbedder();
  const work = embedder.embed;
  embedder.embed = async () => {
    throw new HoldfastError('HF_EMBEDDER_UNAVAILABLE', 'gone');
  };
  const remembering = rememberVectors({ ...embedder, embed: (texts) => embedder.embed(texts) });
  await expect(remembering.embed(['a'])).rejects.toMatchObject({ code: 'HF_EMBEDDER_UNAVAILABLE' });
  embedder.embed = work;
  expect(await remembering.embed(['a'])).toEqual(await wordEmbedder().embed(['a']));
});
