import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { demoMembers, start } from '../../../test/support/slack-emulator.ts';
import { createManualClock } from '../../domain/clock.ts';
import { createIds } from '../../domain/ids.ts';
import { type SlackApi, startSlackApi } from './slack-api.ts';
import { createWorkspace } from './workspace.ts';

const clock = createManualClock(start);
let api: SlackApi;
let client: webApi.WebClient;

beforeEach(async () => {
  clock.set(start);
  api = await startSlackApi({ workspace: createWorkspace(demoMembers, clock), clock, ids: createIds() });
  client = new webApi.WebClient(api.token, { slackApiUrl: api.url, retryConfig: { retries: 0 } });
});

afterEach(() => api.close());

const blocks = [{ type: 'divider' as const }];

async function respond(url: string, body: object): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  await response.text();
  return response.status;
}

test('knows its workspace, and only who holds the token', async () => {
  expect(await client.auth.test()).toMatchObject({ team_id: 'T0PLAYGROUND', user_id: 'U0HOLDFAST' });
  expect(await client.users.info({ user: 'U0csm1' })).toMatchObject({
    user: { profile: { real_name: 'Priya Shah' } },
  });
  expect(await client.conversations.open({ users: 'U0csm1' })).toMatchObject({ channel: { id: 'D0csm1' } });
  expect(await client.conversations.members({ channel: 'D0csm1' })).toMatchObject({
    members: ['U0csm1', 'U0HOLDFAST'],
  });
  const stranger = new webApi.WebClient('xoxb-guess', { slackApiUrl: api.url, retryConfig: { retries: 0 } });
  await expect(stranger.auth.test()).rejects.toThrow('invalid_auth');
  await expect(client.apiCall('files.list')).rejects.toThrow('unknown_method');
});

test('posts, edits and deletes as Slack does', async () => {
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0CS', text: 'one' });
  await client.chat.update({ channel: 'C0CS', ts, text: 'two', blocks });
  expect(api.workspace.find('C0CS', ts)).toMatchObject({ text: 'two', blocks, revision: 2 });
  await client.chat.delete({ channel: 'C0CS', ts });
  expect(api.workspace.find('C0CS', ts)).toBeNull();
  await expect(client.chat.update({ channel: 'C0CS', ts, text: 'x' })).rejects.toThrow('message_not_found');
  await expect(client.chat.postMessage({ channel: 'C0NONE', text: 'x' })).rejects.toThrow(
    'channel_not_found',
  );
  await expect(client.chat.postEphemeral({ channel: 'D0csm1', user: 'U0exec1', text: 'x' })).rejects.toThrow(
    'user_not_in_channel',
  );
  const { message_ts = '' } = await client.chat.postEphemeral({ channel: 'C0CS', user: 'U0csm1', text: 'x' });
  await expect(client.chat.update({ channel: 'C0CS', ts: message_ts, text: 'y' })).rejects.toThrow(
    'message_not_found',
  );
});

test.each([
  ['a header that is too long', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }]],
  ['an unknown block', [{ type: 'hologram' }]],
  ['51 blocks', Array(51).fill({ type: 'divider' })],
  ['two tables', Array(2).fill({ type: 'table', rows: [[{ type: 'rich_text', elements: [] }]] })],
  ['an empty list', [{ type: 'actions', elements: [] }]],
  ['an empty text', [{ type: 'context', elements: [{ type: 'plain_text', text: '' }] }]],
])('refuses blocks that Slack would refuse: %s', async (_, wrong) => {
  await expect(
    client.apiCall('chat.postMessage', { channel: 'C0CS', text: 'x', blocks: wrong }),
  ).rejects.toThrow('invalid_blocks');
});

test('refuses a message that is too long as a whole', async () => {
  const text = { type: 'plain_text', text: 'x'.repeat(3_000) };
  const wrong = Array(5).fill({ type: 'section', text });
  await expect(
    client.apiCall('chat.postMessage', { channel: 'C0CS', text: 'x', blocks: wrong }),
  ).rejects.toThrow('msg_blocks_too_long');
});

test('a response address takes five replies within half an hour', async () => {
  const url = api.responseUrl('C0CS', 'U0csm1', null);
  for (const _ of [1, 2, 3, 4, 5]) expect(await respond(url, { text: 'x' })).toBe(200);
  expect(await respond(url, { text: 'x' })).toBe(404);
  const late = api.responseUrl('C0CS', 'U0csm1', null);
  clock.set(new Date(start.getTime() + 30 * 60_000 + 1));
  expect(await respond(late, { text: 'x' })).toBe(404);
  expect(await respond(url.replace(/\w{8}$/, '00000000'), { text: 'x' })).toBe(404);
});

test('a ticket opens one form within three seconds', async () => {
  const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'x' }, blocks };
  const ticket = api.trigger('U0csm1');
  const opened = await client.views.open({ trigger_id: ticket, view });
  expect(api.openViews.get(opened.view?.id ?? '')).toMatchObject({ user: 'U0csm1' });
  await expect(client.views.open({ trigger_id: ticket, view })).rejects.toThrow('expired_trigger_id');
  const late = api.trigger('U0csm1');
  clock.set(new Date(start.getTime() + 3_000));
  await expect(client.views.open({ trigger_id: late, view })).rejects.toThrow('expired_trigger_id');
});

const title = { type: 'plain_text', text: 'x' };
const input = {
  type: 'input',
  block_id: 'a',
  label: title,
  element: { type: 'plain_text_input', action_id: 'value' },
};

test.each([
  ['a title that is too long', { title: { type: 'plain_text', text: 'x'.repeat(25) } }],
  ['101 blocks', { blocks: Array(101).fill({ type: 'divider' }) }],
  ['inputs without a way to send them', { blocks: [input], submit: undefined }],
  ['two inputs of one name', { blocks: [input, input] }],
  ['too much that comes back', { private_metadata: 'x'.repeat(3_001) }],
  ['a table', { blocks: [{ type: 'table', rows: [] }] }],
  ['an element that it does not know', { blocks: [{ ...input, element: { type: 'dial', action_id: 'x' } }] }],
  [
    'more text than an input takes',
    { blocks: [{ ...input, element: { ...input.element, initial_value: 'x'.repeat(3_001) } }] },
  ],
])('refuses a form that Slack would refuse: %s', async (_, wrong) => {
  const view = { type: 'modal', title, submit: title, blocks, ...wrong };
  const open = (given: object) =>
    client.apiCall('views.open', { trigger_id: api.trigger('U0csm1'), view: given });
  await expect(open(view)).rejects.toThrow('invalid_arguments');
  expect(api.openViews.size).toBe(0);
  await open({ type: 'modal', title, submit: title, blocks: [input] });
  expect(api.openViews.size).toBe(1);
});

test('reads back what was said in a channel, in pages, and unseen metadata only where it is asked for', async () => {
  const metadata = { event_type: 'x', event_payload: { key: 'k' } };
  for (const text of ['one', 'two', 'three'])
    await client.chat.postMessage({ channel: 'C0CS', text, metadata });
  await client.chat.postEphemeral({ channel: 'C0CS', user: 'U0csm1', text: 'whisper' });
  const first = await client.conversations.history({ channel: 'C0CS', limit: 2 });
  expect(first.messages?.map(({ text }) => text)).toEqual(['three', 'two']);
  expect(first.messages?.[0]?.metadata).toEqual({ event_type: 'x' });
  const cursor = first.response_metadata?.next_cursor ?? '';
  const next = await client.conversations.history({ channel: 'C0CS', cursor, include_all_metadata: true });
  expect(next.messages).toMatchObject([{ text: 'one', metadata }]);
  await expect(client.conversations.history({ channel: 'C0NONE' })).rejects.toThrow('channel_not_found');
  await expect(client.conversations.replies({ channel: 'C0CS', ts: '1.1' })).rejects.toThrow(
    'thread_not_found',
  );
});

test('a file is announced, uploaded as it was announced, and then shared', async () => {
  const content = Buffer.from('a,b\n1,2\n');
  const announced = { filename: 'a.csv', length: content.length };
  const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal(announced);
  const share = { files: [{ id: file_id }] as [{ id: string }], channel_id: 'C0CS' };
  await expect(client.files.completeUploadExternal(share)).rejects.toThrow('file_not_found');
  const upload = async (body: Buffer) =>
    (await fetch(upload_url, { method: 'POST', body: new Uint8Array(body) })).status;
  expect(await upload(Buffer.from('longer than it was'))).toBe(400);
  expect(await upload(content)).toBe(200);
  await client.files.completeUploadExternal(share);
  expect(api.workspace.everything('C0CS').at(-1)?.text).toBe('a.csv');
  expect(api.files.get(file_id)).toMatchObject({ content, sharedIn: { channel: 'C0CS' } });
});

test('a message streams until it is stopped, and only then has blocks', async () => {
  const { ts: thread_ts = '' } = await client.chat.postMessage({ channel: 'D0csm1', text: 'asked' });
  const where = { channel: 'D0csm1', thread_ts };
  const { ts = '' } = await client.chat.startStream({
    ...where,
    chunks: [{ type: 'markdown_text', text: 'One' }],
  });
  await client.chat.appendStream({
    channel: 'D0csm1',
    ts,
    chunks: [{ type: 'markdown_text', text: ' two' }],
  });
  await client.chat.stopStream({ channel: 'D0csm1', ts, blocks });
  expect(api.workspace.find('D0csm1', ts)).toMatchObject({ text: 'One two', blocks, threadTs: thread_ts });
  const late = client.chat.appendStream({
    channel: 'D0csm1',
    ts,
    chunks: [{ type: 'markdown_text', text: '!' }],
  });
  await expect(late).rejects.toThrow('message_not_in_streaming_state');
});
