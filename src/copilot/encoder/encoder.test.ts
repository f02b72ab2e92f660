import { afterAll, expect, test } from 'vitest';
import { dotProduct } from '../embedder.ts';
import { createEncoder } from './encoder.ts';

const encoder = createEncoder();
afterAll(() => encoder.close());

test('texts that mean something alike lie nearer than others, whatever stands beside them', async () => {
  const texts = [
    ...['Our nightly export stops after two minutes', 'The export job times out every night'],
    'How do I invite a colleague?',
  ];
  const [a, b, c] = (await encoder.embed(texts)) as [Float32Array, Float32Array, Float32Array];
  expect(a).toHaveLength(encoder.dimensions);
  expect(dotProduct(a, a)).toBeCloseTo(1, 5);
  expect(dotProduct(a, b)).toBeGreaterThan(dotProduct(a, c) + 0.1);
  const [alone] = (await encoder.embed(texts.slice(0, 1))) as [Float32Array];
  expect(dotProduct(a, alone)).toBeCloseTo(1, 5);
});

test('an empty text, one of emoji and one of a megabyte have vectors too', async () => {
  const [empty, emoji, long, begin] = (await encoder.embed([
    ...['', '🎉🔥', 'Exports stop. '.repeat(75_000), 'Exports stop. '.repeat(70)],
  ])) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const zeros = new Float32Array(encoder.dimensions);
  expect([empty, emoji]).toEqual([zeros, zeros]);
  expect(dotProduct(long, begin)).toBeGreaterThan(0.99);
  expect(await encoder.embed([])).toEqual([]);
});

test('the thread that asks goes on while texts are encoded', async () => {
  let turns = 0;
  let encoding = true;
  const done = encoder.embed(
    Array.from({ length: 10 }, (_, index) => `ticket ${index} ${'word '.repeat(120)}`),
  );
  void done.then(() => {
    encoding = false;
  });
  while (encoding) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    turns++;
  }
  expect(await done).toHaveLength(10);
  expect(turns).toBeGreaterThan(10);
});

test('a question that comes while much is indexed is answered first', async () => {
  const order: string[] = [];
  const much = encoder
    .embed(Array.from({ length: 16 }, (_, index) => `ticket ${index} ${'word '.repeat(120)}`))
    .then(() => order.push('index'));
  const question = encoder.embed(['where is my export?']).then(() => order.push('question'));
  await Promise.all([much, question]);
  expect(order).toEqual(['question', 'index']);
});

test('what is under way when it closes is refused, and a later text starts it again', async () => {
  const other = createEncoder();
  const waiting = other.embed(['one']);
  await other.close();
  await expect(waiting).rejects.toMatchObject({ code: 'HF_EMBEDDER_UNAVAILABLE' });
  expect(await other.embed(['two'])).toHaveLength(1);
  await other.close();
  await other.close();
});
