import { expect, test } from 'vitest';
import { findSecrets } from './find-secrets.ts';

const found = (text: string) =>
  findSecrets(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

// Written in two parts, so that nobody takes a test's text for a key of ours.
const aws = `AKIA${'IOSFODNN7EXAMPLE'}`;
const stripe = `sk-live-${'4eC39HqLyjWDarjtT1zdp7dc'}`;

test.each([
  [`the key ${aws} fails`, 'AWS key', aws],
  [`we used ${stripe}.`, 'API key', stripe],
  [`and sk_live_${'4eC39HqLyjWDarjt'} too`, 'API key', `sk_live_${'4eC39HqLyjWDarjt'}`],
  [`use ghp_${'a1B2'.repeat(9)}`, 'API key', `ghp_${'a1B2'.repeat(9)}`],
  [`bot xoxb-${'123456789012'}-abc`, 'API key', `xoxb-${'123456789012'}-abc`],
  ['log in with password hunter2 please', 'password', 'password hunter2'],
  ['Password: correcthorse', 'password', 'Password: correcthorse'],
  ['the password is "swordfish"', 'password', 'password is "swordfish"'],
  ['pwd=geheim', 'password', 'pwd=geheim'],
  ['the password is: swordfish', 'password', 'password is: swordfish'],
  ['their password is swordfish', 'password', 'password is swordfish'],
  ['Passwort: geheim', 'password', 'Passwort: geheim'],
  ['api_key=abcdef', 'password', 'api_key=abcdef'],
  ['"client_secret": "abcdef"', 'password', 'client_secret": "abcdef"'],
  ['Authorization: Bearer abc123def456', 'bearer token', 'Bearer abc123def456'],
  [
    `x eyJ${'hbGciOiJI'}.eyJzdWIiOiIx.c2lnbmF0dXJl y`,
    'bearer token',
    `eyJ${'hbGciOiJI'}.eyJzdWIiOiIx.c2lnbmF0dXJl`,
  ],
  ['postgres://app:s3cret@db.example/x', 'login', 'postgres://app:s3cret@'],
] as const)('%j holds a secret', (text, kind, part) => {
  expect(found(text)).toEqual([[kind, part]]);
});

test('a private key is found as a whole, and one that was cut off as far as it goes', () => {
  const key = `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIEow\nIBAAKC\n-----END RSA ${'PRIVATE'} KEY-----`;
  expect(found(`Here:\n${key}\nThanks`)).toEqual([['private key', key]]);
  const cut = key.slice(0, 50);
  expect(found(cut)).toEqual([['private key', cut]]);
});

test.each([
  'Reset your password on the sign-in page.',
  'The password expired, and the token is missing.',
  'Their password was rejected; the passwords were never stored.',
  'Bearer authentication failed.',
  'Use a risk-based approach; ask-me.',
  'See https://docs.example/a:b@c and http://example.com:8080/x.',
  'The secret of success is work.',
])('%j holds none', (text) => {
  expect(found(text)).toEqual([]);
});

test('TC18: a text that was made to be slow is searched at once', () => {
  const hostile = [
    `-----BEGIN ${'PRIVATE'} KEY-----`.repeat(20_000),
    'password '.repeat(50_000),
    'a://b:'.repeat(80_000),
    `eyJ${'a'.repeat(500_000)}`,
    'bearer '.repeat(70_000),
  ];
  for (const text of hostile) {
    const begin = performance.now();
    findSecrets(text);
    expect(performance.now() - begin).toBeLessThan(1_500);
  }
});
