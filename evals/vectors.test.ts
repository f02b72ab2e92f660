import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTopicEmbedder } from '../test/support/topic-embedder.ts';
import { cacheVectors } from './vector-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-vectors-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const topics = () => createTopicEmbedder([['export', 'rows'], ['seat'], ['login']]);

test('a cache encodes each text once, over several runs', async () => {
  const first = topics();
  const texts = ['export', 'seat', 'export rows seat', 'export'];
  const expected = await topics().embed(texts);
  expect(await cacheVectors(first, folder).embed(texts)).toEqual(expected);
  expect(first.asked).toEqual(['export', 'seat', 'export rows seat']);
  const second = topics();
  expect(await cacheVectors(second, folder).embed([...texts, 'login'])).toEqual([
    ...expected,
    Float32Array.of(0, 0, 1),
  ]);
  expect(second.asked).toEqual(['login']);
});

test('a record that was cut off is written again, and spoils no later one', async () => {
  await cacheVectors(topics(), folder).embed(['export']);
  const file = join(folder, readdirSync(folder)[0] ?? '');
  const whole = statSync(file).size;
  appendFileSync(file, Buffer.alloc(7));
  await cacheVectors(topics(), folder).embed(['seat']);
  expect(statSync(file).size).toBe(2 * whole);
  const again = topics();
  expect(await cacheVectors(again, folder).embed(['export', 'seat'])).toEqual([
    ...[Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0)],
  ]);
  expect(again.asked).toEqual([]);
});

test('two embedders never share vectors', async () => {
  await cacheVectors(topics(), folder).embed(['export']);
  const other = { ...topics(), id: 'other/model' };
  await cacheVectors(other, folder).embed(['export']);
  expect(other.asked).toEqual(['export']);
});
