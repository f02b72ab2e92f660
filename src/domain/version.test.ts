import { expect, test } from 'vitest';
import { isVersionWithin } from './version.ts';

test.each([
  ['4.40.1', { from: '4.40' }, true],
  ['4.39.9', { from: '4.40' }, false],
  ['4.40', { from: '4.40.1' }, false],
  ['4.40.9', { to: '4.40' }, true],
  ['4.41.0', { to: '4.40' }, false],
  ['4.9.0', { from: '4.10' }, false],
  ['4.40.2', { from: '4.38', to: '4.40.1' }, false],
  ['4.40.1', { from: '4.40.1', to: '4.40.1' }, true],
  ['5.0', { from: '4.40' }, true],
  ['1.0', {}, true],
] as const)('%s within %j: %s', (version, range, expected) => {
  expect(isVersionWithin(version, range)).toBe(expected);
});
