import { expect, test } from 'vitest';
import { decodeBody } from './decode-body.ts';
import { refusalOf } from './origin.ts';
import { parseClick, parseMessage, plainText } from './parse.ts';
import { allowedResponseUrl } from './response-url.ts';

const form = 'application/x-www-form-urlencoded';
const json = 'application/json; charset=utf-8';
const decode = (type: string, text: string | Buffer) => decodeBody(type, Buffer.from(text as string));

test.each([
  ['payload field missing', form, 'foo=bar'],
  ['broken percent escape', form, 'payload=%7B%22type%22%3A%ZZ'],
  ['payload twice', form, 'payload=%7B%7D&payload=%7B%7D'],
  ['payload is not JSON', form, 'payload=%7B'],
  ['payload is a list', form, 'payload=%5B%5D'],
  ['empty form', form, ''],
  ['empty JSON', json, ''],
  ['truncated JSON', json, '{"type":"event_callback","event":{'],
  ['null', json, 'null'],
  ['event is null', json, '{"type":"event_callback","event":null}'],
  ['event is text', json, '{"type":"event_callback","event":"message"}'],
  ['actions empty', form, `payload=${encodeURIComponent('{"type":"block_actions","actions":[]}')}`],
  ['actions of numbers', form, `payload=${encodeURIComponent('{"type":"block_actions","actions":[1]}')}`],
  [
    'team is text',
    form,
    `payload=${encodeURIComponent('{"type":"block_actions","team":"T","actions":[{}]}')}`,
  ],
  ['depth bomb', json, `{"a":${'['.repeat(100_000)}`],
  ['challenge is a number', json, '{"type":"url_verification","challenge":7}'],
  ['a key twice', json, '{"type":"event_callback","type":"url_verification"}'],
])('refuses a body that cannot be read: %s', (_, type, text) => {
  expect(decode(type, text).kind).toBe('broken');
});

test('refuses bytes that are not UTF-8', () => {
  expect(decodeBody(json, Buffer.from([0x7b, 0xff, 0x7d])).kind).toBe('broken');
});

test('reads what a person typed out of the markup', () => {
  expect(plainText('<@U0BOT> how is <http://acme.com|acme.com> &amp; co &lt;3', 'U0BOT')).toBe(
    'how is acme.com & co <3',
  );
  expect(plainText('<@U0BOT|holdfast>  ask <#C1|general> <!channel>', 'U0BOT')).toBe('ask #general !channel');
  expect(plainText('health <mailto:a@acme.com|a@acme.com> <https://acme.eu>', null)).toBe(
    'health a@acme.com acme.eu',
  );
  // How long a question may be is told where it is answered: a part that is cut could be the one that matters.
  expect(plainText('x'.repeat(9_000), null)).toHaveLength(9_000);
});

test('TA14 takes no message of a bot, of itself, or an edit for a question', () => {
  const event = {
    type: 'message',
    channel_type: 'im',
    channel: 'D1',
    user: 'U1',
    team: 'T1',
    ts: '1.2',
    text: 'hi',
  };
  const parse = (change: object) => parseMessage({ team_id: 'T1', event: { ...event, ...change } }, 'U0BOT');
  expect(parse({})?.asked).toEqual({ kind: 'message', text: 'hi' });
  // With a screenshot beside it, or from a thread for the whole channel, it is still a question.
  for (const subtype of ['file_share', 'thread_broadcast'])
    expect(parse({ subtype })?.asked, subtype).toEqual({ kind: 'message', text: 'hi' });
  for (const change of [
    { bot_id: 'B1' },
    { user: 'U0BOT' },
    { user: 'USLACKBOT' },
    { subtype: 'message_changed' },
    { subtype: 'bot_message' },
    { edited: { ts: '1.3' } },
    { user: undefined },
    { channel_type: 'channel', channel: 'C1' },
    { type: 'reaction_added' },
  ]) {
    expect(parse(change), JSON.stringify(change)).toBeNull();
  }
});

test('a click with two actions is ambiguous and does nothing', () => {
  const button = { type: 'button', action_id: 'holdfast:health:0', value: 'acme' };
  const body = { type: 'block_actions', team: { id: 'T1' }, user: { id: 'U1' }, trigger_id: 'x' };
  expect(parseClick({ ...body, actions: [button] })?.asked).toEqual({
    kind: 'click',
    action: 'health',
    value: 'acme',
  });
  expect(parseClick({ ...body, actions: [button, button] })?.asked.kind).toBe('unknown');
  expect(parseClick({ ...body, actions: [{ ...button, action_id: 'approve_all' }] })?.asked.kind).toBe(
    'unknown',
  );
  expect(parseClick({ ...body, actions: [{ ...button, value: 'x'.repeat(2_001) }] })?.asked.kind).toBe(
    'unknown',
  );
});

test('INV7 TA6 TA7 names requests of another app, workspace or company', () => {
  const ours = { teams: ['T1'], appId: 'A1' };
  expect(refusalOf({ team_id: 'T1', api_app_id: 'A1' }, ours)).toBeNull();
  expect(refusalOf({ team_id: 'T1', api_app_id: 'A0EVIL' }, ours)).toEqual({
    kind: 'other-app',
    appId: 'A0EVIL',
    team: 'T1',
    user: null,
  });
  expect(refusalOf({ team: { id: 'T1' }, user: { id: 'U9', team_id: 'T9' } }, ours)).toEqual({
    kind: 'other-team',
    team: 'T9',
    user: 'U9',
  });
  expect(refusalOf({ team_id: 'T1', event: { user: 'U9', user_team: 'T9' } }, ours)?.kind).toBe('other-team');
  expect(refusalOf({ team_id: 'T9', api_app_id: 'A9' }, { teams: null, appId: null })).toBeNull();
});

test('TA8 follows a response address to Slack and the configured API only', () => {
  const api = 'http://127.0.0.1:4000/api/';
  const allowed = (url: string | null) => allowedResponseUrl(url, api)?.href ?? null;
  expect(allowed('https://hooks.slack.com/commands/1')).toBe('https://hooks.slack.com/commands/1');
  expect(allowed('http://127.0.0.1:4000/response/x')).toBe('http://127.0.0.1:4000/response/x');
  for (const url of [
    null,
    '',
    'not a url',
    'http://hooks.slack.com/x',
    'https://hooks.slack.com:8443/x',
    'https://hooks.slack.com.evil.example/x',
    'https://hooks.slack.com@evil.example/x',
    'https://user:pass@hooks.slack.com/x',
    'https://evil.example/?hooks.slack.com',
    'http://127.0.0.1:4001/response/x',
    'https://127.0.0.1:4000/response/x',
    'http://2130706433:4000.evil.example/',
    'http://[::ffff:127.0.0.1]:4000/',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ]) {
    expect(allowed(url), String(url)).toBeNull();
  }
});
