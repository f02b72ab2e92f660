import { expect, test } from 'vitest';
import { isLocalRequest, isSameMachine } from './origin.ts';

function request(remoteAddress: string, headers: Record<string, string>, localAddress = '127.0.0.1') {
  const raw = { httpVersion: '1.1' };
  return { headers, raw, socket: { remoteAddress, localAddress } } as unknown as Parameters<
    typeof isLocalRequest
  >[0];
}

test('this machine is told from another one, a foreign name and a proxy', () => {
  expect(isLocalRequest(request('127.0.0.1', { host: 'localhost:3000' }))).toBe(true);
  expect(isLocalRequest(request('10.0.0.7', { host: 'localhost' }))).toBe(false);
  expect(isLocalRequest(request('127.0.0.1', { host: 'evil.example' }))).toBe(false);
  expect(isLocalRequest(request('127.0.0.1', { host: 'localhost', via: '1.1 proxy' }))).toBe(false);
});

test('the same machine under its outer address may send commands, another may not', () => {
  expect(isSameMachine(request('10.0.0.5', {}, '10.0.0.5'))).toBe(true);
  expect(isSameMachine(request('10.0.0.6', {}, '10.0.0.5'))).toBe(false);
  expect(isSameMachine(request('', {}, ''))).toBe(false);
});
