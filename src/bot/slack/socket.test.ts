import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SlackHarness, startSlackHarness, textReply } from '../../../test/support/slack-emulator.ts';
import { altered, internal, slackRequests, user } from '../../../test/support/slack-emulator-requests.ts';
import { submitEnvelope } from '../playground/envelopes.ts';
import { openSlackSocket, type SlackSocket } from './socket.ts';

let harness: SlackHarness;
let socket: SlackSocket;
const { command, message } = slackRequests(() => harness);
const log = pino({ level: 'silent' });
const open = (appToken = harness.api.appToken): SlackSocket =>
  openSlackSocket({ appToken, apiUrl: harness.api.url, take: harness.app.accept, log });
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((next) => setTimeout(next, 10));
};

beforeEach(async () => {
  harness = await startSlackHarness({
    answer: async ({ asked }) =>
      asked.kind === 'submit'
        ? { ...textReply('?'), fieldErrors: { reason: 'Say why.' } }
        : textReply('Acme: 61.4'),
  });
  socket = open();
  await until(() => harness.api.sockets.count() === 1);
});
afterEach(async () => {
  await socket.close();
  await harness.close();
});

test('what comes over the socket is acknowledged at once and answered as over HTTP', async () => {
  expect(await harness.api.sockets.deliver(command('health acme'))).toEqual({ payload: {} });
  await harness.app.drain();
  expect(harness.asked).toMatchObject([{ user, asked: { kind: 'command', text: 'health acme' } }]);
  expect(harness.screen(internal.id)).toMatchObject([{ onlyFor: user, text: 'Acme: 61.4' }]);
});

test('TA10 a request is one request, whichever way and however often it comes', async () => {
  await harness.api.sockets.deliver(message());
  await harness.api.sockets.deliver(message(), { retries: 1 });
  await harness.send(message());
  expect(harness.asked).toHaveLength(1);
});

test('a form that stays open gets its errors with the acknowledgement', async () => {
  const view = {
    type: 'modal',
    callback_id: 'holdfast:alert-snooze',
    private_metadata: JSON.stringify({ value: 'a1', channel: null, thread: null }),
  };
  const state = { reason: { value: { type: 'plain_text_input', value: '' } } };
  const sent = submitEnvelope({ user, viewId: 'V1', view, state, triggerId: 't9' });
  expect(await harness.api.sockets.deliver(sent)).toEqual({
    payload: { response_action: 'errors', errors: { reason: 'Say why.' } },
  });
});

test('TA6 what is of another app or cannot be read is acknowledged, and asks nothing', async () => {
  const other = altered(message(), (body) => {
    body.api_app_id = 'A0OTHER';
  });
  expect(await harness.api.sockets.deliver(other)).toEqual({ payload: {} });
  const odd = { contentType: 'application/json' as const, body: JSON.stringify({ event: 'no object' }) };
  expect(await harness.api.sockets.deliver(odd)).toEqual({ payload: {} });
  expect(harness.asked).toEqual([]);
});

test('a connection that Slack ends is opened again', async () => {
  harness.api.sockets.refresh();
  await until(() => harness.api.sockets.count() === 0);
  await until(() => harness.api.sockets.count() === 1);
  expect(await harness.api.sockets.deliver(command('health acme'))).not.toBeNull();
}, 20_000);

test('a token that is refused leaves everything else running', async () => {
  const other = open('xapp-wrong');
  await harness.send(command('help'));
  expect([harness.asked.length, harness.api.sockets.count()]).toEqual([1, 1]);
  await other.close();
});
