import { expect, test } from 'vitest';
import { isLocalRequest, isSameMachine } from './origin.ts';

function request(remoteAddress: string, headers: Record<string, string>, localAddress = '127.0.0.1') {
  return { headers, socket: { remoteAddress, localAddress } } as unknown as Parameters<
    typeof isLocalRequest
  >[0];
}

test.each([
  ['127.0.0.1', 'localhost:3000'],
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '[::1]:3000'],
  ['::ffff:127.0.0.1', 'LOCALHOST:3000'],
])('%s under the name %s is this machine', (address, host) => {
  expect(isLocalRequest(request(address, { host }))).toBe(true);
});

test.each([
  ['another machine', '10.0.0.7', { host: 'localhost' }],
  ['a foreign name that leads here', '127.0.0.1', { host: 'evil.example' }],
  ['a name that looks like ours', '127.0.0.1', { host: 'localhost.evil.example' }],
  ['no name', '127.0.0.1', {}],
  ['a proxy', '127.0.0.1', { host: 'localhost', 'x-forwarded-for': '10.0.0.7' }],
  ['an address that begins like ours', '127.0.0.1.evil', { host: 'localhost' }],
])('%s is not', (_what, address, headers) => {
  expect(isLocalRequest(request(address, headers))).toBe(false);
});

test('the same machine under its outer address may send commands, another may not', () => {
  expect(isSameMachine(request('10.0.0.5', {}, '10.0.0.5'))).toBe(true);
  expect(isSameMachine(request('10.0.0.6', {}, '10.0.0.5'))).toBe(false);
  expect(isSameMachine(request('', {}, ''))).toBe(false);
});
