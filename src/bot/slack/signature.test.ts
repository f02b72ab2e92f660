import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkSignature, signatureOf } from './signature.ts';

const now = new Date('2026-11-21T10:00:00Z');
const seconds = now.getTime() / 1000;
const body = Buffer.from('command=%2Fcs&text=health+acme');
const secrets = [{ secret: 's3cret', until: null }];

function signed(timestamp: number | string, secret = 's3cret', bytes = body) {
  return {
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': signatureOf(secret, String(timestamp), bytes).toString(),
  };
}

test('agrees with the example in the documentation of Slack', () => {
  const example = Buffer.from(
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  );
  expect(signatureOf('8f742231b10e8888abcd99yyyzzz85a5', '1531420618', example).toString()).toBe(
    'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  );
});

test('TA1 accepts only the signature of these bytes with this secret', () => {
  expect(checkSignature(signed(seconds), body, secrets, now)).toBe('valid');
  expect(checkSignature(signed(seconds, 'other'), body, secrets, now)).toBe('wrong');
  expect(checkSignature(signed(seconds), Buffer.from(`${body} `), secrets, now)).toBe('wrong');
  expect(checkSignature({}, body, secrets, now)).toBe('missing');
  const v1 = {
    ...signed(seconds),
    'x-slack-signature': signed(seconds)['x-slack-signature'].replace('v0', 'v1'),
  };
  expect(checkSignature(v1, body, secrets, now)).toBe('wrong');
  const twice = { ...signed(seconds), 'x-slack-signature': ['v0=a', 'v0=b'] };
  expect(checkSignature(twice, body, secrets, now)).toBe('missing');
  expect(checkSignature(signed(seconds, ''), body, [{ secret: '', until: null }], now)).toBe('wrong');
});

test('TA2 accepts five minutes either way and no second more', () => {
  for (let offset = -600; offset <= 600; offset++) {
    const expected = Math.abs(offset) <= 300 ? 'valid' : 'stale';
    expect(checkSignature(signed(seconds + offset), body, secrets, now), String(offset)).toBe(expected);
  }
});

test('TA5 answers every signature of every length without throwing', () => {
  for (let length = 0; length <= 200; length++) {
    const headers = { ...signed(seconds), 'x-slack-signature': 'v'.repeat(length) };
    expect(checkSignature(headers, body, secrets, now)).toBe('wrong');
  }
  const header = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(undefined), fc.array(fc.string()));
  fc.assert(
    fc.property(header, header, (timestamp, signature) => {
      const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
      expect(checkSignature(headers, body, secrets, now)).not.toBe('valid');
    }),
    { numRuns: 5_000 },
  );
});

test('TA15 accepts the old secret until its end, and the new one beside it', () => {
  const rotating = [
    { secret: 'new', until: null },
    { secret: 'old', until: new Date(now.getTime() + 1) },
  ];
  expect(checkSignature(signed(seconds, 'old'), body, rotating, now)).toBe('valid');
  expect(checkSignature(signed(seconds, 'new'), body, rotating, now)).toBe('valid');
  expect(checkSignature(signed(seconds, 'old'), body, rotating, new Date(now.getTime() + 1))).toBe('wrong');
});
