import { expect, test } from 'vitest';
import { distinctApprovals } from './distinct-approvals.ts';

const yes = (member: string, actingFor: string | null = null) => ({ member, actingFor, at: '', mac: '' });

test.each([
  [[], 0],
  [[yes('a'), yes('b')], 2],
  [[yes('a'), yes('a')], 1],
  [[yes('a'), yes('a', 'b')], 1],
  [[yes('a', 'b'), yes('b')], 1],
  [[yes('a', 'c'), yes('b', 'c')], 1],
  [[yes('a', 'b'), yes('c', 'd')], 2],
])('%j are the yeses of %i', (approvals, count) => {
  expect(distinctApprovals(approvals)).toEqual(approvals.slice(0, count));
});
