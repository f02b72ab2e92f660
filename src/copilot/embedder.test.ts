import { expect, test } from 'vitest';
import { dotProduct, normalize } from './embedder.ts';

test('a vector is scaled to length 1, and one of zeros says nothing about any other', () => {
  expect(normalize(Float32Array.of(3, 4))).toEqual(Float32Array.of(0.6, 0.8));
  const zeros = normalize(new Float32Array(2));
  expect(zeros).toEqual(Float32Array.of(0, 0));
  expect(dotProduct(zeros, Float32Array.of(1, 0))).toBe(0);
});

test('the cosine of vectors of length 1 is 1 for the same, 0 for a right angle and -1 for the opposite', () => {
  const east = Float32Array.of(1, 0);
  expect([east, Float32Array.of(0, 1), Float32Array.of(-1, 0)].map((one) => dotProduct(east, one))).toEqual([
    1, 0, -1,
  ]);
});

test('every number counts, of an odd count too', () => {
  for (const count of [0, 1, 2, 3, 8]) {
    const ones = new Float32Array(count).fill(1);
    expect(dotProduct(ones, ones)).toBe(count);
  }
});
