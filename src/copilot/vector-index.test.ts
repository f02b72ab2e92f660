import { expect, test } from 'vitest';
import { createExactVectorIndex } from './vector-index.ts';

const at = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));

test('finds the nearest first, and of equal ones the lower id', async () => {
  const index = createExactVectorIndex();
  for (const [id, degrees] of [
    ['far', 180],
    ['b', 60],
    ['a', -60],
    ['near', 10],
  ] as const)
    index.add(id, at(degrees));
  const found = await index.nearest(at(0), 3);
  expect(found.map(({ id }) => id)).toEqual(['near', 'a', 'b']);
  expect(found[1]?.similarity).toBeCloseTo(0.5);
  expect((await index.nearest(at(0), 9)).at(-1)?.similarity).toBeCloseTo(-1);
});

test('what is refused takes no place among the nearest', async () => {
  const index = createExactVectorIndex();
  index.add('hidden', at(0));
  index.add('shown', at(90));
  expect((await index.nearest(at(0), 1, (id) => id !== 'hidden')).map(({ id }) => id)).toEqual(['shown']);
});

test('replaces and forgets', async () => {
  const index = createExactVectorIndex();
  index.add('a', at(180));
  index.add('a', at(0));
  expect((await index.nearest(at(0), 2)).map(({ similarity }) => similarity)).toEqual([1]);
  index.remove('a');
  expect(await index.nearest(at(0), 2)).toEqual([]);
});
