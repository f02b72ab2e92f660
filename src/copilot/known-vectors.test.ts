import { expect, test } from 'vitest';
import { indexOf } from '../../test/support/knowledge.ts';
import { createTopicEmbedder } from '../../test/support/topic-embedder.ts';
import { readKnowledge } from '../content/knowledge.ts';
import { readKnownVectors } from '../content/known-vectors.ts';
import { dotProduct } from './embedder.ts';
import { knowVectors, packVectors } from './known-vectors.ts';

const topics = () => createTopicEmbedder([['export', 'rows'], ['seat'], ['login']]);

async function packed(...texts: string[]): Promise<Buffer> {
  const vectors = await topics().embed(texts);
  return packVectors(new Map(texts.map((text, index) => [text, vectors[index] as Float32Array])));
}

test('known vectors are a quarter of a percent off at most, and other texts are encoded', async () => {
  const embedder = topics();
  const known = knowVectors(embedder, await packed('export seat rows', 'login', ''));
  const [mixed, login, nothing, fresh] = (await known.embed(['export seat rows', 'login', '', 'seat'])) as [
    ...[Float32Array, Float32Array, Float32Array, Float32Array],
  ];
  const [exact] = (await topics().embed(['export seat rows'])) as [Float32Array];
  expect(dotProduct(mixed, exact)).toBeGreaterThan(0.9975);
  expect([login, nothing, fresh]).toEqual([
    ...[Float32Array.of(0, 0, 1), Float32Array.of(0, 0, 0), Float32Array.of(0, 1, 0)],
  ]);
  expect(embedder.asked).toEqual(['seat']);
});

test('a record that was cut off is not known', async () => {
  const bytes = await packed('login', 'seat');
  const embedder = topics();
  const known = knowVectors(embedder, bytes.subarray(0, bytes.length - 1));
  expect(await known.embed(['login', 'seat'])).toEqual(await topics().embed(['login', 'seat']));
  expect(embedder.asked).toEqual(['seat']);
  expect(await knowVectors(topics(), Buffer.alloc(0)).embed([])).toEqual([]);
});

test('of our own knowledge nearly everything is known: the first question waits for itself alone', async () => {
  const { documents } = await readKnowledge(null);
  const asked: string[] = [];
  const nothing = { id: 'energetic-ai-en-0.2', dimensions: 512 };
  const embed = async (texts: readonly string[]) => {
    asked.push(...texts);
    return texts.map(() => new Float32Array(512));
  };
  const embedder = knowVectors({ ...nothing, embed }, await readKnownVectors());
  await indexOf(documents, embedder).search('a question of somebody', { audience: 'internal' }, 3);
  // To make them anew: node evals/golden.ts --write
  expect(asked.filter((text) => text !== 'a question of somebody').slice(0, 3)).toEqual([]);
});
