import { expect, test } from 'vitest';
import { HoldfastError } from '../errors.ts';
import { toKnownFailure } from './known-failure.ts';

function failing(message: string, code?: string): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

test.each([
  [failing('could not extend file', '53100'), 'HF_DISK_FULL'],
  [failing('write failed', 'ENOSPC'), 'HF_DISK_FULL'],
  [failing('PANIC: no space left on device'), 'HF_DISK_FULL'],
  [failing('terminating connection', '57P01'), 'HF_DATABASE_UNAVAILABLE'],
  [failing('too many clients', '53300'), 'HF_DATABASE_UNAVAILABLE'],
  [failing('connection failure', '08006'), 'HF_DATABASE_UNAVAILABLE'],
  [failing('connect', 'ECONNREFUSED'), 'HF_DATABASE_UNAVAILABLE'],
  [failing('the embedded engine has stopped'), 'HF_DATABASE_UNAVAILABLE'],
  [failing('Connection terminated unexpectedly'), 'HF_DATABASE_UNAVAILABLE'],
  [failing('undefined is not a function'), 'HF_INTERNAL'],
  ['thrown text', 'HF_INTERNAL'],
])('%s is %s', (error, code) => {
  const failure = toKnownFailure(error, 'trace123');
  expect(failure.code).toBe(code);
  expect(failure.cause).toBe(error);
});

test('what is not known says nothing but the trace', () => {
  const failure = toKnownFailure(failing('password secret at /home/x'), 'trace123');
  expect(failure.message).toContain('trace123');
  expect(failure.message + failure.next).not.toMatch(/secret|home/);
});

test('a failure of ours stays itself', () => {
  const failure = new HoldfastError('HF_USAGE', 'Unknown command');
  expect(toKnownFailure(failure, 'x')).toBe(failure);
});
