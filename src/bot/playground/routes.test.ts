import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { demoMembers, textReply } from '../../../test/support/slack-emulator.ts';
import { createClock } from '../../domain/clock.ts';
import { createIds } from '../../domain/ids.ts';
import type { View } from '../../views/view.ts';
import type { ChatRequest, Reply } from '../reply.ts';
import { type Playground, startPlayground } from './playground.ts';
import { registerPlayground } from './routes.ts';

const attack = '<!channel> *bold* <http://evil.example|click> <script>alert(1)</script> "quoted"';

const health: View = {
  summary: 'Acme: 61.4 amber',
  blocks: [
    { kind: 'heading', text: `Acme ${attack}`, tone: 'warning' },
    { kind: 'table', columns: [{ label: 'Component' }], rows: [[[{ text: attack, link: '/evidence/1' }]]] },
    { kind: 'list', items: [[{ text: attack }]] },
    { kind: 'note', spans: [{ text: attack }] },
    { kind: 'buttons', buttons: [{ action: 'why', label: 'Why?', value: 'acme' }] },
  ],
};
const picker: View = {
  summary: 'Which?',
  blocks: [
    {
      kind: 'picker',
      action: 'health',
      placeholder: 'Which?',
      options: [{ label: 'Acme EU', value: 'acme-eu' }],
    },
  ],
};

let fastify: FastifyInstance;
let playground: Playground;
let asked: ChatRequest[];
let port: number;

async function answer(request: ChatRequest): Promise<Reply> {
  asked.push(request);
  if (request.place === 'external') return textReply('Not in a shared channel.');
  if (request.asked.kind === 'click')
    return textReply(`clicked ${request.asked.action} ${request.asked.value}`);
  if (request.asked.kind === 'submit') return textReply(`submitted ${JSON.stringify(request.asked)}`);
  if (request.asked.kind === 'home') return { view: health, trace: 't' };
  const text = 'text' in request.asked ? request.asked.text : '';
  return { view: text.includes('which') ? picker : health, trace: 't' };
}

beforeEach(async () => {
  asked = [];
  const seen = new Set<string>();
  playground = await startPlayground({
    members: demoMembers,
    answer,
    firstDelivery: async (key) => !seen.has(key) && Boolean(seen.add(key)),
    keepClick: async (key) => !seen.has(key) && Boolean(seen.add(key)),
    clickDone: async () => {},
    clickKey: 'ab'.repeat(32),
    linkTo: (path) => `http://127.0.0.1:3000${path}`,
    log: pino({ level: 'silent' }),
    clock: createClock(),
    ids: createIds(),
  });
  fastify = Fastify();
  await registerPlayground(fastify, playground, {
    consoleLink: async (member) => `/console/sign-in/for-${member}`,
  });
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  port = (fastify.server.address() as AddressInfo).port;
});

afterEach(async () => {
  await fastify.close();
  await playground.close();
});

interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Got> {
  const { promise, resolve, reject } = Promise.withResolvers<Got>();
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const outgoing = httpRequest(
    { port, host: '127.0.0.1', method, path, headers: { ...json, ...headers } },
    (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    },
  );
  outgoing.on('error', reject);
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

async function post(
  path: string,
  body: unknown,
): Promise<{ status: number; messages: Record<string, never>[]; error?: { code: string; message: string } }> {
  const got = await call('POST', `/playground/api/${path}`, body);
  return { status: got.status, messages: [], ...JSON.parse(got.body) };
}

const screen = async (member: string, channel: string) =>
  (await call('GET', `/playground/screen?${new URLSearchParams({ member, channel })}`)).body;

test('L6 a command, a message, a click and a choice go through the real app and come back', async () => {
  const command = await post('command', {
    member: 'csm1',
    channel: 'C0CS',
    command: '/cs',
    text: 'health acme',
  });
  expect(command).toMatchObject({
    status: 200,
    answered: true,
    messages: [{ is_ephemeral: true, text: 'Acme: 61.4 amber' }],
  });
  const { id, blocks } = command.messages[0] as unknown as {
    id: string;
    blocks: { elements: { action_id: string }[] }[];
  };
  const actionId = blocks.at(-1)?.elements[0]?.action_id;
  const click = await post('click', { member: 'csm1', messageId: id, actionId });
  expect(click.messages).toMatchObject([{ text: 'clicked why acme', is_ephemeral: true }]);
  const which = await post('message', { member: 'csm1', channel: 'D0csm1', text: 'which acme?' });
  expect(which.messages).toMatchObject([{ blocks: [{ type: 'actions' }] }]);
  const choice = {
    member: 'csm1',
    messageId: which.messages[0]?.id,
    actionId: 'holdfast:health:0',
    value: 'acme-eu',
  };
  expect((await post('click', choice)).messages).toMatchObject([{ text: 'clicked health acme-eu' }]);
  expect(asked[0]).toMatchObject({
    platform: 'local',
    team: 'local',
    user: 'csm1',
    channel: 'C0CS',
    place: 'channel',
  });
  expect(asked.map(({ place }) => place)).toEqual(['channel', 'channel', 'direct', 'direct']);
});

test('L6 a person’s Home tab is drawn when they look at it, with the blocks of messages, and pressed like one', async () => {
  expect(await screen('csm1', 'home')).toBe('');
  expect(await post('home', { member: 'csm1' })).toMatchObject({ status: 200, answered: true, messages: [] });
  const html = await screen('csm1', 'home');
  expect(html).toMatch(/^<article class="home" data-id="home" data-revision="[\w-]{12}">/);
  expect(html).not.toContain('<script');
  expect(await screen('exec1', 'home')).toBe('');
  const actionId = /data-action="(holdfast:why:\d+)"/.exec(html)?.[1];
  const click = await post('click', { member: 'csm1', messageId: 'home', actionId });
  expect(click.messages).toMatchObject([{ text: 'clicked why acme', channel: 'D0csm1' }]);
  expect(asked.map((each) => each.asked.kind)).toEqual(['home', 'click', 'home']);
});

test('a private answer is for its member alone, and so is a direct chat', async () => {
  await post('message', { member: 'csm1', channel: '#customer-success', text: 'how is acme doing?' });
  const read = async (member: string, channel: string) =>
    JSON.parse((await call('GET', `/playground/api/messages?member=${member}&channel=${channel}`)).body);
  expect((await read('csm1', 'C0CS')).messages).toHaveLength(2);
  expect((await read('exec1', 'C0CS')).messages).toMatchObject([
    { text: '<@U0HOLDFAST> how is acme doing?' },
  ]);
  expect((await read('exec1', 'D0csm1')).error.code).toBe('HF_FORBIDDEN');
});

test('a shared channel is marked as one', async () => {
  await post('message', { member: 'csm1', channel: 'C0SHARED', text: '/cs health acme' });
  expect(asked[0]).toMatchObject({ place: 'external', asked: { kind: 'command', text: 'health acme' } });
});

test('a follow-up is asked and answered in its thread', async () => {
  await post('message', { member: 'csm1', channel: 'C0CS', text: 'how is acme doing?' });
  const thread = playground.messages('C0CS', 'csm1')[0]?.ts;
  const { messages } = await post('message', {
    member: 'csm1',
    channel: 'C0CS',
    text: 'and since May?',
    thread,
  });
  expect(messages).toMatchObject([{ thread_ts: thread }]);
  expect(asked.map((each) => each.thread)).toEqual([thread, thread]);
});

test.each([
  ['message', { member: 'nobody', channel: 'C0CS', text: 'x' }, 404],
  ['message', { member: 'csm1', channel: 'C0NONE', text: 'x' }, 404],
  ['message', { member: 'csm1', channel: 'D0exec1', text: 'x' }, 403],
  ['message', { member: 'csm1', channel: 'C0CS', text: ' ' }, 400],
  ['message', { member: 'csm1', channel: 'C0CS' }, 400],
  ['message', { member: 7, channel: 'C0CS', text: 'x' }, 400],
  ['message', { member: 'csm1', channel: 'C0CS', text: 'x', thread: '1.1' }, 404],
  ['message', [], 400],
  ['command', { member: 'csm1', channel: 'C0CS', command: 'cs', text: 'x' }, 400],
  ['click', { member: 'csm1', messageId: '1.1', actionId: 'holdfast:why:0' }, 404],
  ['submit', { member: 'csm1', viewId: 'V1', state: {} }, 404],
  ['home', { member: 'nobody' }, 404],
  ['home', {}, 400],
  ['click', { member: 'csm1', messageId: 'home', actionId: 'holdfast:why:0' }, 404],
])('refuses with one sentence what the page could not send: %s %j', async (path, body, status) => {
  const got = await post(path, body);
  expect(got.status).toBe(status);
  expect(got.error?.message).toMatch(/\w.*\.$/);
  expect(asked).toEqual([]);
});

test('refuses a control that the message does not have', async () => {
  const { messages } = await post('message', { member: 'csm1', channel: 'D0csm1', text: 'which acme?' });
  const messageId = messages[0]?.id;
  expect((await post('click', { member: 'csm1', messageId, actionId: 'holdfast:why:9' })).status).toBe(404);
  expect(
    (await post('click', { member: 'csm1', messageId, actionId: 'holdfast:health:0', value: 'beta' })).status,
  ).toBe(404);
});

test('draws untrusted text as the characters that it is', async () => {
  await post('message', { member: 'csm1', channel: 'D0csm1', text: `how is ${attack}` });
  const html = await screen('csm1', 'D0csm1');
  expect(
    html.match(/&lt;!channel&gt; \*bold\* &lt;http:\/\/evil\.example\|click&gt; &lt;script&gt;/g),
  ).toHaveLength(5);
  expect(html).not.toContain('<script');
  expect(html).not.toContain('slack_broadcast');
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url)).toEqual([
    'http://127.0.0.1:3000/evidence/1',
  ]);
  expect(html).toContain('data-action="holdfast:why:0"');
});

test('draws a block that it does not know as a visible placeholder, and the screen once per change', async () => {
  playground.api.workspace.add({
    channel: 'C0CS',
    user: 'U0HOLDFAST',
    text: '',
    threadTs: null,
    onlyFor: null,
    blocks: [{ type: 'hologram' }, 7],
  });
  const first = await call('GET', '/playground/screen?member=csm1&channel=C0CS');
  expect(first.body).toContain('This part of the message (hologram) cannot be shown here.');
  const etag = String(first.headers.etag);
  const again = await call('GET', '/playground/screen?member=csm1&channel=C0CS', undefined, {
    'if-none-match': etag,
  });
  expect([again.status, again.body]).toEqual([304, '']);
});

test('the page needs no script of its own in the markup, and its policy allows none', async () => {
  const page = await call('GET', '/playground');
  expect(page.status).toBe(200);
  expect(page.body).toContain('Priya Shah');
  expect(page.body).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|javascript:/);
  expect(page.headers['content-security-policy']).toContain("script-src 'self';");
  for (const [, path = ''] of page.body.matchAll(/(?:src|href)="(\/playground\/[^"]*)"/g)) {
    expect((await call('GET', path)).status, path).toBe(200);
  }
  expect((await call('GET', '/playground/assets/..%2froutes.ts')).status).toBe(404);
});

test.each([
  ['a rebound name', { host: 'evil.example:3000' }, 'GET', '/playground'],
  ['a look-alike name', { host: '127.0.0.1.evil.example' }, 'GET', '/playground'],
  ['a name with a user in it', { host: 'evil.example@127.0.0.1' }, 'GET', '/playground'],
  ['a proxy', { 'x-forwarded-for': '203.0.113.7' }, 'GET', '/playground'],
  ['another origin', { origin: 'http://evil.example' }, 'POST', '/playground/api/message'],
  ['another port', { origin: 'http://127.0.0.1:1' }, 'POST', '/playground/api/message'],
  ['no origin at all', { origin: 'null' }, 'POST', '/playground/api/message'],
  ['another site', { 'sec-fetch-site': 'cross-site' }, 'POST', '/playground/api/message'],
  [
    'another site that reads',
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    'GET',
    '/playground/api/messages',
  ],
])('does not answer %s', async (_, headers, method, path) => {
  const body = method === 'POST' ? { member: 'csm1', channel: 'C0CS', text: 'x' } : undefined;
  const got = await call(method, path, body, headers as unknown as Record<string, string>);
  expect([400, 403]).toContain(got.status);
  expect(got.body).not.toContain('Priya');
  expect(asked).toEqual([]);
});

test('answers its own page under every name of this machine', async () => {
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
    const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    const body = { member: 'csm1', channel: 'C0CS', text: 'x' };
    expect((await call('POST', '/playground/api/message', body, headers)).status).toBe(200);
  }
});

test('does not answer other machines', async () => {
  const got = await fastify.inject({
    url: '/playground',
    remoteAddress: '203.0.113.7',
    headers: { host: 'localhost' },
  });
  expect(got.statusCode).toBe(403);
});

test('a message has the shortcuts of the app and reactions, which stand under it with who put them there', async () => {
  const { body: page } = await call('GET', '/playground');
  expect(page).toContain('data-shortcut="holdfast-note"');
  const place = { member: 'csm1', channel: 'C0CS' };
  await call('POST', '/playground/api/message', { ...place, text: 'Acme wants single sign-on' });
  const { body: screen } = await call('GET', '/playground/screen?member=csm1&channel=C0CS');
  expect(screen).toContain('data-shortcut="holdfast-note-message"');
  const messageId = /data-id="([\d.]+)"/.exec(screen)?.[1];
  await call('POST', '/playground/api/react', { member: 'csm1', messageId, emoji: 'memo' });
  const { body: after } = await call('GET', '/playground/screen?member=csm1&channel=C0CS');
  expect(after).toMatch(/class="reacted"><span title="[^"]+">📝 1/);
});

test('the console opens as the person that is chosen, and as nobody else', async () => {
  const opened = await call('POST', '/playground/api/console', { member: 'csm1' });
  expect(JSON.parse(opened.body)).toEqual({ ok: true, path: '/console/sign-in/for-csm1' });
  expect((await call('POST', '/playground/api/console', { member: 'nobody' })).status).toBeGreaterThanOrEqual(
    400,
  );
  const elsewhere = { origin: 'http://evil.example' };
  expect((await call('POST', '/playground/api/console', { member: 'csm1' }, elsewhere)).status).toBe(403);
});
