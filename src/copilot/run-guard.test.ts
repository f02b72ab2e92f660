import { expect, test } from 'vitest';
import { createRunGuard } from './run-guard.ts';

test('twenty different calls are made and the twenty-first ends the run for good', () => {
  const guard = createRunGuard();
  for (let call = 1; call <= 20; call++) expect(guard.admit('knowledge', { query: `q${call}` })).toBeNull();
  expect(guard.ended()).toBeNull();
  expect(guard.admit('knowledge', { query: 'another' })).toBe('too_many_calls');
  expect(guard.admit('health', {})).toBe('too_many_calls');
  expect([guard.ended(), guard.calls()]).toEqual(['too_many_calls', 20]);
});

test('the fourth of the same calls ends the run, whatever stood between', () => {
  const guard = createRunGuard();
  const inputs = [
    { days: 7, kind: 'ticket' },
    { kind: 'ticket', days: 7 },
    { days: 7, kind: 'ticket' },
  ];
  for (const input of inputs) {
    expect(guard.admit('timeline', input)).toBeNull();
    expect(guard.admit('timeline', { days: guard.calls() })).toBeNull();
  }
  expect(guard.admit('timeline', inputs[1])).toBe('repeated_call');
  expect(guard.admit('timeline', { days: 1 })).toBe('repeated_call');
  expect(guard.calls()).toBe(6);
});

test('the same arguments for another tool, or others for the same, are other calls', () => {
  const guard = createRunGuard({ calls: 9, identical: 1 });
  expect(guard.admit('health', {})).toBeNull();
  expect(guard.admit('tickets', {})).toBeNull();
  expect(guard.admit('tickets', { open: true })).toBeNull();
  expect(guard.admit('tickets', [])).toBeNull();
  expect(guard.admit('tickets', { open: true })).toBe('repeated_call');
});

test('arguments that are no JSON count as one and the same', () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const guard = createRunGuard({ calls: 20, identical: 2 });
  expect(guard.admit('health', circle)).toBeNull();
  expect(guard.admit('health', 10n)).toBeNull();
  expect(guard.admit('health', circle)).toBe('repeated_call');
});
