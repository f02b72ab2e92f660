import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTeamsGate, type TeamsGate } from './authenticate.ts';

const appId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const serviceUrl = 'https://smba.trafficmanager.net/emea/';
const activity = { type: 'message', channelId: 'msteams', serviceUrl };
const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 });

let server: Server;
let gate: TeamsGate;
const asked: string[] = [];

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const { port } = server.address() as AddressInfo;
    const key = {
      ...ours.publicKey.export({ format: 'jwk' }),
      kid: 'k1',
      use: 'sig',
      endorsements: ['msteams'],
    };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(
        request.url === '/keys' ? { keys: [key] } : { jwks_uri: `http://127.0.0.1:${port}/keys` },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  gate = createTeamsGate({
    appId,
    appPassword: 'secret-of-ours',
    tenantId: appId,
    endpoints: { openIdUrl: `${origin}/openid`, loginUrl: origin },
  });
});
afterAll(() => void server.close());

const now = Math.floor(Date.now() / 1_000);
const good = {
  iss: 'https://api.botframework.com',
  aud: appId,
  serviceurl: serviceUrl,
  nbf: now - 60,
  exp: now + 600,
};
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function bearer(claims: object, header: object = {}, key = ours.privateKey): string {
  const signed = `${encode({ typ: 'JWT', alg: 'RS256', kid: 'k1', ...header })}.${encode(claims)}`;
  return `Bearer ${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

test('a token of the Bot Framework for us and for this address is accepted', async () => {
  expect(await gate.accepts(activity, bearer(good))).toBe(true);
});

test.each([
  ['no token', ''],
  ['junk', 'Bearer junk'],
  ['no scheme', bearer(good).slice(7)],
  ['another issuer', bearer({ ...good, iss: 'https://evil.example' })],
  ['another bot', bearer({ ...good, aud: '00000000-0000-4000-8000-000000000000' })],
  ['another address', bearer({ ...good, serviceurl: 'https://evil.example/' })],
  ['no address', bearer({ ...good, serviceurl: undefined })],
  ['over', bearer({ ...good, nbf: now - 7_200, exp: now - 3_600 })],
  ['an unknown key', bearer(good, { kid: 'k2' })],
  ['a key of somebody else', bearer(good, {}, theirs.privateKey)],
  ['no signature', `Bearer ${encode({ alg: 'none', kid: 'k1' })}.${encode(good)}.`],
  [
    'a key that the token names',
    bearer(good, { kid: 'k9', jku: 'https://evil.example/keys' }, theirs.privateKey),
  ],
])('TA13 %s is refused', async (_name, authorization) => {
  expect(await gate.accepts(activity, authorization)).toBe(false);
});

test('TA13 keys come from where we say, and from nowhere else', () => {
  expect(new Set(asked)).toEqual(new Set(['/openid', '/keys']));
});

test('without a registration nothing is asked for, and nothing is sent', async () => {
  const open = createTeamsGate(null);
  expect(await open.accepts(activity, '')).toBe(true);
  expect(await open.authorization()).toBeNull();
});
