import { expect, test } from 'vitest';
import { createMemo } from './memo.ts';

test('a memo computes once, keeps no more than its limit, and forgets what was unused for longest', () => {
  const computed: string[] = [];
  const memo = createMemo<string>(2);
  const get = (key: string): string =>
    memo.get(key, () => {
      computed.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(get)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
  expect(computed).toEqual(['a', 'b', 'c', 'b']);
  expect(memo.size).toBe(2);
});

test('a memo keeps an answer of undefined too', () => {
  let count = 0;
  const memo = createMemo<undefined>(2);
  for (let times = 0; times < 3; times++) memo.get('a', () => void count++);
  expect(count).toBe(1);
});
