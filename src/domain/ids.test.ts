import { expect, test } from 'vitest';
import { createIds } from './ids.ts';

test('proposals of one millisecond are in the order in which they were made, and no two are the same', () => {
  const { proposal } = createIds();
  const now = new Date('2026-11-23T09:00:00.000Z');
  const made = Array.from({ length: 1_000 }, () => proposal(now));
  expect(made.toSorted()).toEqual(made);
  expect(new Set(made).size).toBe(1_000);
  expect(made.every((id) => /^[a-z0-9]{16}$/.test(id))).toBe(true);
});

test('a later millisecond comes later, and two processes make different ones', () => {
  const [one, other] = [createIds(), createIds()];
  const now = new Date('2026-11-23T09:00:00.000Z');
  expect(one.proposal(new Date(now.getTime() + 1)) > one.proposal(now)).toBe(true);
  expect(one.proposal(now)).not.toBe(other.proposal(now));
});
