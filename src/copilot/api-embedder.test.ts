import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApiEmbedder, type EmbeddingApi } from './api-embedder.ts';
import type { Embedder } from './embedder.ts';

const api: EmbeddingApi = {
  baseUrl: 'https://models.test/v1',
  apiKey: 'key-canary',
  model: 'small',
  dimensions: 2,
};
const embedder = (over: Partial<EmbeddingApi> = {}): Embedder => createApiEmbedder({ ...api, ...over });
const server = () => nock('https://models.test').post('/v1/embeddings');

interface Asked {
  model: string;
  input: string[];
  encoding_format: string;
}
let asked: Asked[];
const answer =
  (vectorOf: (text: string) => unknown) =>
  async (request: Request): Promise<[number, nock.Body]> => {
    const body = (await request.json()) as Asked;
    asked.push(body);
    const data = body.input.map((text, index) => ({ index, embedding: vectorOf(text) }));
    return [200, { data: data.reverse() } as unknown as nock.Body];
  };

beforeEach(() => {
  asked = [];
  nock.disableNetConnect();
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  nock.enableNetConnect();
});

test('gives one vector of length 1 for each text, in the order of the texts', async () => {
  server()
    .matchHeader('authorization', 'Bearer key-canary')
    .reply(answer((text) => [text.length, 0]));
  server().reply(answer(() => [3, 4]));
  const one = embedder();
  expect(await one.embed(['a', 'bbb'])).toEqual([Float32Array.of(1, 0), Float32Array.of(1, 0)]);
  expect(await one.embed(['c'])).toEqual([Float32Array.of(0.6, 0.8)]);
  expect(asked[0]).toEqual({ model: 'small', input: ['a', 'bbb'], dimensions: 2, encoding_format: 'float' });
  expect(one).toMatchObject({ id: 'small@models.test/2', dimensions: 2 });
});

test('asks in portions, and never for an empty text', async () => {
  server()
    .times(2)
    .reply(answer((text) => (text === 'last' ? [0, 1] : [1, 0])));
  const texts = ['', ...Array.from({ length: 39 }, (_, index) => `text ${index}`), ' \n', 'last'];
  const vectors = await embedder().embed(texts);
  expect(vectors).toHaveLength(42);
  expect([vectors[0], vectors[1], vectors[40], vectors[41]]).toEqual([
    ...[Float32Array.of(0, 0), Float32Array.of(1, 0)],
    ...[Float32Array.of(0, 0), Float32Array.of(0, 1)],
  ]);
  expect(asked.map(({ input }) => input.length)).toEqual([32, 8]);
  expect(await embedder().embed([])).toEqual([]);
});

test('sends a text of a megabyte in part, and none with half a character', async () => {
  server().reply(answer(() => [1, 0]));
  await embedder().embed(['🎉'.repeat(250_000), `\ud800 broken`]);
  expect(asked[0]?.input.map((text) => text.length)).toEqual([12_000, 8]);
  expect(asked[0]?.input.every((text) => text.isWellFormed())).toBe(true);
});

test.each<[string, unknown, RegExp]>([
  ['vectors of another size', [1, 2, 3], /have 3 numbers where 2 are expected/],
  ['no vector', undefined, /no vector for text 1 of 1/],
  ['words for numbers', [1, 'x'], /no number/],
])('refuses %s', async (_, vector, message) => {
  server().reply(200, { data: vector === undefined ? [] : [{ index: 0, embedding: vector }] });
  const refused = embedder().embed(['a']);
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toMatchObject({ code: 'HF_EMBEDDER_UNAVAILABLE' });
});

test('tries twice more when the server is busy, and then gives up without a word of the key', async () => {
  const busy = { 'retry-after-ms': '1' };
  server().reply(503, {}, busy);
  server().reply(answer(() => [1, 0]));
  expect(await embedder().embed(['a'])).toEqual([Float32Array.of(1, 0)]);
  server()
    .times(3)
    .reply(503, { error: { message: 'busy' } }, busy);
  const refused = embedder().embed(['a']);
  await expect(refused).rejects.toThrow(/small at models\.test gave no vectors: 503 busy/);
  await expect(refused).rejects.not.toThrow(/key-canary/);
});

test('does not try again what the server will never accept', async () => {
  server().reply(401, { error: { message: 'wrong key' } });
  await expect(embedder().embed(['a'])).rejects.toThrow(/401 wrong key/);
});

test('waits no longer than its time limit for a server that says nothing', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  nock.enableNetConnect('127.0.0.1');
  const slow = embedder({ baseUrl: `http://127.0.0.1:${port}/v1`, timeoutMs: 20 });
  await expect(slow.embed(['a'])).rejects.toThrow(/timed out/);
  silent.closeAllConnections();
  silent.close();
});

test('personal data stays here', async () => {
  server().reply(answer(() => [1, 0]));
  await embedder().embed(['Ann (ann@acme.example, +49 30 1234567) cannot export from 10.1.2.3']);
  expect(asked[0]?.input).toEqual(['Ann (email, phone) cannot export from ip']);
});
