import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockOf, inverseFactor, solveWith } from './cholesky.ts';

/** Any square matrix times its transpose, plus a bit on the diagonal, is symmetric and positive definite. */
const positive = fc.integer({ min: 1, max: 7 }).chain((size) =>
  fc
    .array(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    })
    .map((rows) =>
      rows.map((a, i) =>
        Float64Array.from(rows, (b, j) => a.reduce((sum, x, k) => sum + x * (b[k] ?? 0), i === j ? 1 : 0)),
      ),
    ),
);
const times = (matrix: readonly Float64Array[], x: Float64Array): number[] =>
  matrix.map((row) => row.reduce((sum, value, k) => sum + value * (x[k] ?? 0), 0));

test('solves every system', () => {
  fc.assert(
    fc.property(positive, (matrix) => {
      const right = Float64Array.from(matrix, (_, index) => index - 1.5);
      const back = times(matrix, solveWith(inverseFactor(matrix), right));
      for (const [index, value] of back.entries()) expect(value).toBeCloseTo(right[index] ?? 0, 5);
    }),
  );
});

test('gives any part of the inverse', () => {
  fc.assert(
    fc.property(positive, (matrix) => {
      const inverse = inverseFactor(matrix);
      const places = matrix.map((_, index) => index).filter((index) => index % 2 === 0);
      const block = blockOf(inverse, places);
      for (const [b, place] of places.entries()) {
        const unit = new Float64Array(matrix.length);
        unit[place] = 1;
        const column = solveWith(inverse, unit);
        for (const [a, other] of places.entries()) expect(block[a]?.[b]).toBeCloseTo(column[other] ?? 0, 6);
      }
    }),
  );
});

test('reads nothing above the diagonal, and an empty system has an empty solution', () => {
  const lower = [Float64Array.of(4, Number.NaN), Float64Array.of(2, 3)];
  const solution = solveWith(inverseFactor(lower), Float64Array.of(8, 7));
  expect([...solution].map((value) => Number(value.toFixed(9)))).toEqual([1.25, 1.5]);
  expect(inverseFactor([])).toEqual([]);
});
