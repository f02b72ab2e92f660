import { describe, expect, test } from 'vitest';
import { isLoopbackAddress, originOf } from './loopback.ts';

function origin(remoteAddress: string, headers: Record<string, string>, httpVersion = '1.1') {
  return originOf({ remoteAddress, httpVersion, headers });
}

describe('where a request comes from', () => {
  test.each([
    ['127.0.0.1', 'localhost:3000'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]:3000'],
    ['::ffff:127.0.0.1', 'LOCALHOST:3000'],
  ])('%s under the name %s is this machine', (address, host) => {
    expect(origin(address, { host })).toBe('this machine');
  });

  test.each([
    ['another machine', '10.0.0.7', { host: 'localhost' }],
    ['another machine', '127.0.0.1.evil', { host: 'localhost' }],
    ['another machine', '', { host: 'localhost' }],
    ['a foreign name', '127.0.0.1', { host: 'evil.example' }],
    ['a foreign name', '127.0.0.1', { host: 'localhost.evil.example' }],
    ['a foreign name', '127.0.0.1', { host: 'localhost:3000/evil' }],
    ['a foreign name', '127.0.0.1', { host: 'user@localhost' }],
    ['a foreign name', '127.0.0.1', {}],
  ])('%s is told from this one (%s, %j)', (expected, address, headers) => {
    expect(origin(address, headers)).toBe(expected);
  });

  test.each([
    'forwarded',
    'via',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-forwarded-port',
    'x-forwarded-server',
    'x-real-ip',
  ])('the header %s gives a proxy away', (name) => {
    expect(origin('127.0.0.1', { host: 'localhost', [name]: '' })).toBe('a proxy');
  });

  test("so does nginx's default version of the protocol", () => {
    expect(origin('127.0.0.1', { host: '127.0.0.1:3000', connection: 'close' }, '1.0')).toBe('a proxy');
  });
});

test('every address of the loopback network is one, and none that looks like it', () => {
  expect(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'].every(isLoopbackAddress)).toBe(true);
  expect(['10.127.0.1', '127.0.0', '::2', '1127.0.0.1', ''].some(isLoopbackAddress)).toBe(false);
});
