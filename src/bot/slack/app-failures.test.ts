import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type SlackHarness, startSlackHarness } from '../../../test/support/slack-emulator.ts';
import { slackRequests } from '../../../test/support/slack-emulator-requests.ts';
import { HoldfastError } from '../../errors.ts';

let harness: SlackHarness;
afterEach(() => harness.close());

const { command, message, shown } = slackRequests(() => harness);

test('TA8 never calls a response address elsewhere, and follows no redirect', async () => {
  harness = await startSlackHarness();
  const hits: string[] = [];
  const other = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.end('ok');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  for (const responseUrl of [
    `http://127.0.0.1:${port}/a`,
    `http://localhost:${port}/b`,
    `http://hooks.slack.com@127.0.0.1:${port}/c`,
  ]) {
    await harness.send(command(`health ${responseUrl}`, { responseUrl }));
  }
  other.close();
  harness.api.failNext('response_url', { status: 302, error: 'moved' });
  await harness.send(command('health moved'));
  expect(hits).toEqual([]);
  expect(harness.api.calls.filter(({ method }) => method === 'chat.postEphemeral')).toHaveLength(4);
});

test('an unexpected failure gives the person one sentence and a reference, and the log the cause', async () => {
  harness = await startSlackHarness({
    answer: async () => {
      throw new Error('relation "secret_table" does not exist');
    },
  });
  await harness.send(command('health acme'));
  const [only] = shown();
  expect(only).toContain('Something went wrong on our side');
  expect(only).not.toContain('secret_table');
  const trace = /"text":"(\w{8})"/.exec(only ?? '')?.[1] ?? 'none';
  const line = harness
    .lines()
    .split('\n')
    .find((each) => each.includes('secret_table'));
  expect(line).toContain(trace);
});

test('an expected failure says what to do next', async () => {
  harness = await startSlackHarness({
    answer: async () => {
      throw new HoldfastError('HF_FORBIDDEN', 'csm1 may not see beta');
    },
  });
  await harness.send(command('health beta'));
  expect(shown()[0]).toContain('Ask an admin for the role');
});

test('TC14 waits as long as Slack asks for, and finds another way when an address is used up', async () => {
  harness = await startSlackHarness();
  harness.api.failNext('response_url', { status: 429, error: 'ratelimited', retryAfterSeconds: 0 });
  await harness.send(command('health acme'));
  harness.api.failNext('response_url', { status: 404, error: 'used_url' });
  harness.api.failNext('chat.postEphemeral', { status: 429, error: 'ratelimited', retryAfterSeconds: 0 });
  await harness.send(command('health beta'));
  expect(shown()).toHaveLength(2);
  harness.api.failNext('chat.postEphemeral', { status: 200, error: 'not_in_channel' });
  await harness.send(message());
  expect(shown('D0csm1')).toHaveLength(1);
});

test('gives up on an answer that Slack wants to wait for an hour with, and says so in the log', async () => {
  harness = await startSlackHarness();
  for (const _ of [1, 2])
    harness.api.failNext('chat.postEphemeral', {
      status: 429,
      error: 'ratelimited',
      retryAfterSeconds: 3600,
    });
  await harness.send(message());
  expect(harness.lines()).toContain('the person could not be told either');
});

test('TD10 no post lets Slack fetch or call anything', async () => {
  harness = await startSlackHarness();
  await harness.send(command('health acme'));
  await harness.send(message());
  await harness.send(message({ direct: true, channel: 'D0csm1', ts: '9.1', eventId: 'Ev2' }));
  const posts = harness.api.calls.filter(
    ({ method }) => method.startsWith('chat.') || method === 'response_url',
  );
  expect(posts).toHaveLength(3);
  for (const { given } of posts) {
    for (const key of ['unfurl_links', 'unfurl_media', 'link_names'])
      expect(String(given[key])).toBe('false');
    expect(given.parse).toBe('none');
  }
});
