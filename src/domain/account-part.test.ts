import { expect, test } from 'vitest';
import { isInPart } from './account-part.ts';

const ids = Array.from({ length: 5_000 }, (_, index) => `account-${index}`);

test('every account is in exactly one part', () => {
  for (const count of [1, 2, 3, 4]) {
    const parts = Array.from({ length: count }, (_, index) => ({ index: index + 1, count }));
    const split = [...ids, '', 'ünïcode', '漢字'].filter(
      (id) => parts.filter((part) => isInPart(id, part)).length !== 1,
    );
    expect(split).toEqual([]);
  }
});

test('parts are of nearly the same size, also when ids differ in a number alone', () => {
  for (const count of [2, 4]) {
    for (let index = 1; index <= count; index++) {
      const share = ids.filter((id) => isInPart(id, { index, count })).length / ids.length;
      expect(share * count).toBeGreaterThan(0.9);
      expect(share * count).toBeLessThan(1.1);
    }
  }
});
