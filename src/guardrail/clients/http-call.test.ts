import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createManualClock } from '../../domain/clock.ts';
import { addressOf, callHttp, type HttpRequest, type HttpVendor } from './http-call.ts';
import { failureOf } from './http-outcome.ts';

const { signal } = new AbortController();
const clock = createManualClock(new Date('2026-11-25T10:00:00.000Z'));
const change: HttpRequest = { method: 'POST', path: ['things'], body: { a: 1 } };
let server: Server;
let handle: (request: IncomingMessage, response: ServerResponse) => void;
let hits: string[];

beforeEach(async () => {
  hits = [];
  server = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`);
    request.resume();
    request.on('end', () => handle(request, response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
});

function vendor(origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`): HttpVendor {
  return { name: 'Vendor', origin, secretHeaders: { authorization: 'Bearer canary' } };
}

const outcome = async (who = vendor(), stop = signal) =>
  failureOf(who, await callHttp(who, change, stop), clock);

describe('a call over a real socket', () => {
  test('a closed port means that nothing was sent', async () => {
    const who = vendor();
    await new Promise((resolve) => server.close(resolve));
    expect(await outcome(who)).toMatchObject({
      kind: 'not_happened',
      permanent: false,
      reason: 'Vendor could not be asked (ECONNREFUSED)',
    });
  });

  test('a name that does not resolve means that nothing was sent', async () => {
    expect(await outcome(vendor('https://nobody.invalid'))).toMatchObject({ kind: 'not_happened' });
  });

  test('a server that speaks no TLS means that nothing was sent', async () => {
    handle = (_, response) => response.end('{}');
    const { port } = server.address() as AddressInfo;
    const found = await outcome(vendor(`https://127.0.0.1:${port}`));
    expect([found?.kind, hits]).toEqual(['not_happened', []]);
  });

  test('TC3: a connection that breaks after the request leaves it unknown', async () => {
    handle = ({ socket }) => socket.destroy();
    expect(await outcome()).toMatchObject({ kind: 'unknown' });
    expect(hits).toEqual(['POST /things']);
  });

  test('TC3: being stopped while the answer is awaited leaves it unknown', async () => {
    const stop = new AbortController();
    handle = () => stop.abort();
    expect(await outcome(vendor(), stop.signal)).toMatchObject({
      kind: 'unknown',
      reason: 'Vendor could not be asked (stopped)',
    });
  });

  test('TE15: a redirect is not followed, and tells nothing about what happened', async () => {
    handle = ({ url }, response) =>
      url === '/things' ? response.writeHead(307, { location: '/elsewhere' }).end() : response.end('{}');
    expect(await outcome()).toMatchObject({ kind: 'unknown' });
    expect(hits).toEqual(['POST /things']);
  });

  test.each([
    ['larger than the limit', (response: ServerResponse) => response.end(`"${'x'.repeat(2_000_000)}"`)],
    ['no JSON', (response: ServerResponse) => response.end('<html>')],
    [
      'broken off',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"a":');
        setImmediate(() => response.destroy());
      },
    ],
  ])('an answer that is %s still says that it happened', async (_, give) => {
    handle = (__, response) => give(response);
    expect(await callHttp(vendor(), change, signal)).toMatchObject({
      kind: 'answered',
      status: 200,
      json: null,
    });
  });
});

describe('addresses', () => {
  const at = (...path: string[]) =>
    addressOf(vendor('https://api.vendor.example'), { method: 'GET', path })?.href;

  test('TE15: whatever an id holds, the host and the folders stay', () => {
    expect(at('v2', 'tickets', '../../x')).toBe('https://api.vendor.example/v2/tickets/..%2F..%2Fx');
    expect(at('v2', '@evil.example')).toBe('https://api.vendor.example/v2/%40evil.example');
    expect(at('v2', 'a?b#c')).toBe('https://api.vendor.example/v2/a%3Fb%23c');
    expect(at('v2', '%2e%2e')).toBe('https://api.vendor.example/v2/%252e%252e');
    expect(at('', '', 'evil.example')).toBeUndefined();
    expect([at('v2', '..', 'x'), at('v2', '.'), at('v2', ''), at('v2', '\uD800')]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });

  test('only https, or loopback for an emulator', () => {
    const get: HttpRequest = { method: 'GET', path: ['x'] };
    expect(() => addressOf(vendor('http://api.vendor.example'), get)).toThrow(/no protocol/);
    expect(() => addressOf(vendor('http://169.254.169.254'), get)).toThrow(/no protocol/);
    expect(() => addressOf(vendor('file:///etc'), get)).toThrow(/no protocol/);
    expect(addressOf(vendor('http://127.0.0.1:8'), get)?.href).toBe('http://127.0.0.1:8/x');
  });
});
