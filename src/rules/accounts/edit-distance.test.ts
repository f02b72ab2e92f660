import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, letterBits, mayBeNear, typoLimit } from './edit-distance.ts';

/** The definition written down once more, without a bound. */
function slowDistance(left: string, right: string): number {
  const cost = new Map<string, number>();
  const at = (row: number, column: number): number => {
    if (row === 0 || column === 0) return row + column;
    const key = `${row},${column}`;
    const known = cost.get(key);
    if (known !== undefined) return known;
    const same = left[row - 1] === right[column - 1] ? 0 : 1;
    let best = Math.min(at(row - 1, column - 1) + same, at(row - 1, column) + 1, at(row, column - 1) + 1);
    if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
      best = Math.min(best, at(row - 2, column - 2) + 1);
    }
    cost.set(key, best);
    return best;
  };
  return at(left.length, right.length);
}

describe('editDistance', () => {
  it.each([
    ['', '', 2, 0],
    ['acme', 'acme', 0, 0],
    ['acme', 'amce', 1, 1],
    ['acme', 'acmee', 1, 1],
    ['acme', 'ace', 1, 1],
    ['acme', 'acne', 1, 1],
    ['', 'ab', 2, 2],
    ['acme', 'acmeeee', 2, null],
    ['kestrel', 'kestral', 2, 1],
    ['orbanex', 'robanxe', 2, 2],
    ['abcdef', 'uvwxyz', 2, null],
  ])('%s → %s within %i: %s', (left, right, limit, distance) => {
    expect(editDistance(left, right, limit)).toBe(distance);
  });

  it('equals the definition up to the limit, either way round', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '😀'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 4 }), (left, right, limit) => {
        const slow = slowDistance(left, right);
        expect(editDistance(left, right, limit)).toBe(slow <= limit ? slow : null);
        expect(editDistance(right, left, limit)).toBe(editDistance(left, right, limit));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never skipped by the letters when it is within the limit', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 10 }), fc.string({ maxLength: 10 }), (left, right) => {
        const distance = slowDistance(left, right);
        expect(mayBeNear(letterBits(left), letterBits(right), distance)).toBe(true);
      }),
    );
  });

  it('allows more slips in longer words', () => {
    expect([0, 3, 4, 5, 6, 40].map(typoLimit)).toEqual([0, 0, 1, 1, 2, 2]);
  });
});
