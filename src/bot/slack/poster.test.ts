import { webApi } from '@slack/bolt';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { demoMembers, start } from '../../../test/support/slack-emulator.ts';
import { createManualClock } from '../../domain/clock.ts';
import { createIds } from '../../domain/ids.ts';
import type { View } from '../../views/view.ts';
import { PostFailed } from '../platform/post-failed.ts';
import { type SlackApi, startSlackApi } from '../playground/slack-api.ts';
import { createWorkspace, workspaceIds } from '../playground/workspace.ts';
import { createBoltLog } from './bolt-log.ts';
import { createPoster, type Poster } from './poster.ts';

const clock = createManualClock(start);
const channel = workspaceIds.approvals;
let api: SlackApi;
let poster: Poster;

beforeEach(async () => {
  clock.set(start);
  api = await startSlackApi({ workspace: createWorkspace(demoMembers, clock), clock, ids: createIds() });
  poster = createPoster(
    async () => clientOf(api.url),
    (path) => `http://127.0.0.1:3000${path}`,
  );
});
afterEach(() => api.close());

const silent = createBoltLog(pino({ level: 'silent' }));

function clientOf(slackApiUrl: string): webApi.WebClient {
  const options = {
    slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 2_000,
    logger: silent,
  };
  return new webApi.WebClient(api.token, options);
}

const view = (text: string): View => ({ summary: text, blocks: [{ kind: 'text', spans: [{ text }] }] });
const long: View = {
  summary: 'Long',
  blocks: [
    { kind: 'list', items: Array.from({ length: 400 }, (_, at) => [{ text: `${at} ${'x'.repeat(60)}` }]) },
  ],
};
const there = () => api.workspace.everything(channel);

async function failureOf(attempt: Promise<unknown>): Promise<PostFailed> {
  const error = await attempt.then(
    () => null,
    (failure: unknown) => failure,
  );
  if (error instanceof PostFailed) return error;
  throw new Error(`not a failed post: ${String(error)}`);
}

test('TD10 posts for everybody, fetches and calls nothing, and is found by its key', async () => {
  const posted = await poster.post(channel, view('<!channel> hello'), { key: 'hf-1-1' });
  expect(there()).toMatchObject([
    {
      ts: posted.message,
      onlyFor: null,
      metadata: { event_type: 'holdfast_effect', event_payload: { key: 'hf-1-1' } },
    },
  ]);
  const given = api.calls[0]?.given ?? {};
  for (const key of ['unfurl_links', 'unfurl_media', 'link_names', 'mrkdwn'])
    expect(String(given[key])).toBe('false');
  expect(given.text).toBe('&lt;!channel&gt; hello');
  expect(await poster.lookup(channel, 'hf-1-1', start)).toBe(posted.message);
  expect(await poster.lookup(channel, 'hf-1-2', start)).toBeNull();
  expect(await poster.lookup(channel, 'hf-1-1', new Date(start.getTime() + 60_000))).toBeNull();
});

test('a view that is too long for one message goes on in its thread, and is found whole', async () => {
  const posted = await poster.post(channel, long, { key: 'k' });
  const [first, ...rest] = there();
  expect(rest.length).toBeGreaterThan(1);
  expect(first).toMatchObject({ ts: posted.message, threadTs: null });
  for (const each of rest) expect(each.threadTs).toBe(posted.message);
  expect(await poster.lookup(channel, 'k', start)).toBe(posted.message);
  const last = rest.at(-1);
  if (last) api.workspace.remove(last);
  expect(await failureOf(poster.lookup(channel, 'k', start))).toMatchObject({ nothingHappened: false });
});

test('posts into a thread, and finds it there', async () => {
  const parent = await poster.post(channel, view('card'), { key: 'parent' });
  const reply = await poster.post(channel, view('reply'), { key: 'reply', thread: parent.message });
  expect(there()[1]).toMatchObject({ threadTs: parent.message });
  expect(await poster.lookup(channel, 'reply', start, parent.message)).toBe(reply.message);
  expect(await poster.lookup(channel, 'reply', start)).toBeNull();
});

test('finds a post behind many others', async () => {
  const posted = await poster.post(channel, view('needle'), { key: 'needle' });
  for (let count = 0; count < 450; count++) {
    api.workspace.add({
      channel,
      user: 'U0csm1',
      text: 'hay',
      blocks: [],
      threadTs: null,
      onlyFor: null,
    });
  }
  expect(await poster.lookup(channel, 'needle', start)).toBe(posted.message);
});

test('replaces a card in place, and never by more than one message', async () => {
  const { message } = await poster.post(channel, view('waiting'), { key: 'k' });
  await poster.update(channel, message, view('done'));
  expect(there()).toMatchObject([{ ts: message, text: 'done', revision: 2 }]);
  expect(await failureOf(poster.update(channel, message, long))).toMatchObject({
    nothingHappened: true,
    permanent: true,
  });
  expect(await failureOf(poster.update(channel, '1.1', view('x')))).toMatchObject({
    nothingHappened: true,
    permanent: true,
  });
});

test('TC14 knows what certainly did not happen', async () => {
  api.failNext('chat.postMessage', { status: 429, error: 'ratelimited', retryAfterSeconds: 7 });
  expect(await failureOf(poster.post(channel, view('x'), { key: 'k' }))).toMatchObject({
    nothingHappened: true,
    permanent: false,
    retryAfterMs: 7_000,
  });
  expect(await failureOf(poster.post('C0NONE', view('x'), { key: 'k' }))).toMatchObject({
    nothingHappened: true,
    permanent: true,
    retryAfterMs: null,
  });
  const gone = await startSlackApi({ workspace: api.workspace, clock, ids: createIds() });
  await gone.close();
  const nobody = createPoster(
    async () => clientOf(gone.url),
    (path) => path,
  );
  expect(await failureOf(nobody.post(channel, view('x'), { key: 'k' }))).toMatchObject({
    nothingHappened: true,
    permanent: false,
  });
  expect(await failureOf(poster.post(channel, view('x'), { key: '' }))).toMatchObject({ permanent: true });
  expect(there()).toEqual([]);
});

test('a post whose answer is lost is unknown, is not tried again, and is found by a look-up', async () => {
  api.failNext('chat.postMessage', { status: 200, error: 'lost', when: 'after' });
  const failure = await failureOf(poster.post(channel, view('x'), { key: 'k' }));
  expect(failure).toMatchObject({ nothingHappened: false, permanent: false });
  expect(there()).toHaveLength(1);
  expect(await poster.lookup(channel, 'k', start)).toBe(there()[0]?.ts);
});

test.each([
  ['a server error', { status: 500, error: 'internal' }],
  ['an error of which Slack says that part may have happened', { status: 200, error: 'fatal_error' }],
])('%s leaves it unknown', async (_, failure) => {
  api.failNext('chat.postMessage', failure);
  expect(await failureOf(poster.post(channel, view('x'), { key: 'k' }))).toMatchObject({
    nothingHappened: false,
  });
});

test('a thread that breaks off is unknown, since its beginning is there', async () => {
  api.failNext('chat.postMessage', { status: 200, error: 'x', when: 'after' });
  const rest = failureOf(poster.post(channel, long, { key: 'k' }));
  expect(await rest).toMatchObject({ nothingHappened: false });
  expect(there()).toHaveLength(1);
});

test('a look-up that Slack does not answer says nothing either way', async () => {
  api.failNext('conversations.history', { status: 500, error: 'internal' });
  await expect(poster.lookup(channel, 'k', start)).rejects.toThrow(PostFailed);
});

test('a picture that Slack cannot fetch costs no message: its words stand there', async () => {
  const shown: View = {
    summary: 'Base',
    blocks: [
      { kind: 'text', spans: [{ text: 'How it went' }] },
      { kind: 'picture', path: '/pictures/digests/dg1', alt: 'Two green, one red.' },
    ],
  };
  api.failNext('chat.postMessage', { status: 200, error: 'invalid_blocks' });
  const posted = await poster.post(channel, shown, { key: 'k' });
  expect(there()).toMatchObject([{ ts: posted.message, blocks: [{}, { type: 'context' }] }]);
  expect(JSON.stringify(there())).toContain('Two green, one red.');
  expect(await poster.lookup(channel, 'k', start)).toBe(posted.message);
  await poster.post(channel, shown, { key: 'l' });
  expect(there()[1]?.blocks[1]).toEqual({
    type: 'image',
    image_url: 'http://127.0.0.1:3000/pictures/digests/dg1',
    alt_text: 'Two green, one red.',
  });
  api.failNext('chat.postMessage', { status: 200, error: 'invalid_blocks' });
  expect(await failureOf(poster.post(channel, view('x'), { key: 'm' }))).toMatchObject({ permanent: true });
});
