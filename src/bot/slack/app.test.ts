import { afterEach, expect, test } from 'vitest';
import { type SlackHarness, startSlackHarness, textReply } from '../../../test/support/slack-emulator.ts';
import { altered, internal, slackRequests, user } from '../../../test/support/slack-emulator-requests.ts';
import { submitEnvelope } from '../playground/envelopes.ts';
import { workspaceIds } from '../playground/workspace.ts';
import type { Reply } from '../reply.ts';

let harness: SlackHarness;
afterEach(() => harness.close());

const { command, message, click, shown } = slackRequests(() => harness);

test('a slash command is acknowledged with an empty 200 and answered to the person alone', async () => {
  harness = await startSlackHarness();
  const sent = await harness.send(command('health acme'));
  expect([sent.status, sent.body]).toEqual([200, '']);
  expect(harness.asked).toEqual([
    {
      platform: 'slack',
      team: workspaceIds.team,
      user,
      channel: internal.id,
      place: 'channel',
      thread: null,
      asked: { kind: 'command', text: 'health acme' },
    },
  ]);
  expect(harness.screen(internal.id)).toMatchObject([{ onlyFor: user, text: 'Acme: 61.4' }]);
  expect(harness.screen(internal.id, 'U0exec1')).toEqual([]);
});

test('TA11 acknowledges before it answers, however long the answer takes', async () => {
  const { promise: slow, resolve } = Promise.withResolvers<Reply>();
  harness = await startSlackHarness({ answer: () => slow });
  const { body, contentType } = command('health acme');
  const { checkSignature: _, signatureOf } = await import('./signature.ts');
  const timestamp = String(harness.clock.now().getTime() / 1000);
  const signature = signatureOf('the-signing-secret', timestamp, Buffer.from(body)).toString();
  const response = await harness.app.handle({
    rawBody: Buffer.from(body),
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
    },
  });
  expect(response.status).toBe(200);
  expect(shown()).toEqual([]);
  resolve(textReply('at last'));
  await response.answered;
  expect(shown()).toHaveLength(1);
});

test('TA1 refuses a wrong signature, asks nothing and logs no word of the body', async () => {
  harness = await startSlackHarness();
  for (const headers of [
    { 'x-slack-signature': 'v0=00' },
    { 'x-slack-signature': `v0=${'0'.repeat(64)}` },
    { 'x-slack-request-timestamp': String(harness.clock.now().getTime() / 1000 - 301) },
  ]) {
    const sent = await harness.send(command('health canary-account'), headers as Record<string, string>);
    expect(sent.status).toBe(401);
  }
  expect(harness.asked).toEqual([]);
  expect(harness.keys).toEqual([]);
  expect(harness.lines()).toContain('"kind":"signature"');
  expect(harness.lines()).not.toContain('canary-account');
});

test('TA4 the bytes count: one space more is another request', async () => {
  harness = await startSlackHarness();
  const { signatureOf } = await import('./signature.ts');
  const { body, contentType } = message();
  const timestamp = String(harness.clock.now().getTime() / 1000);
  const signature = signatureOf('the-signing-secret', timestamp, Buffer.from(body)).toString();
  const sent = await harness.send({ contentType, body: `${body} ` }, { 'x-slack-signature': signature });
  expect(sent.status).toBe(401);
});

test('echoes a challenge as text, and only with a valid signature', async () => {
  harness = await startSlackHarness();
  const challenge = '<script>alert(1)</script>';
  const body = JSON.stringify({ type: 'url_verification', challenge });
  const sent = await harness.send({ contentType: 'application/json', body });
  expect(sent).toMatchObject({ status: 200, body: challenge });
  expect(sent.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  const forged = await harness.send(
    { contentType: 'application/json', body },
    { 'x-slack-signature': 'v0=1' },
  );
  expect([forged.status, forged.body.includes('script')]).toEqual([401, false]);
});

test('TA9 refuses broken and huge bodies without asking', async () => {
  harness = await startSlackHarness();
  const form = 'application/x-www-form-urlencoded' as const;
  expect((await harness.send({ contentType: form, body: 'foo=bar' })).status).toBe(400);
  expect((await harness.send({ contentType: form, body: 'payload=%7B%ZZ' })).status).toBe(400);
  const huge = { contentType: form, body: `payload=${'A'.repeat(1_048_577)}` };
  expect((await harness.send(huge, { 'x-slack-signature': 'v0=1' })).status).toBe(413);
  expect(harness.asked).toEqual([]);
});

test('TA10 answers a message once, however often and under whatever event id it is delivered', async () => {
  harness = await startSlackHarness();
  await harness.send(message());
  await harness.send(message(), { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' });
  await harness.send(message({ eventId: 'Ev2' }));
  await Promise.all(Array.from({ length: 20 }, () => harness.send(click())));
  expect(harness.asked).toHaveLength(2);
  expect(shown()).toHaveLength(2);
});

test('TA10 takes the same event id for a redelivery, whatever its message, and never drops both of a race', async () => {
  harness = await startSlackHarness();
  await harness.send(message());
  await harness.send(message({ ts: '1795255200.000900' }));
  expect(harness.asked).toHaveLength(1);
  const [ts, eventId] = ['1795255200.001000', 'Ev9'];
  await Promise.all(Array.from({ length: 20 }, () => harness.send(message({ ts, eventId }))));
  expect(harness.asked).toHaveLength(2);
});

test('a mention is answered for the person alone, in the thread it was asked in', async () => {
  harness = await startSlackHarness();
  const parent = harness.api.workspace.add({
    channel: internal.id,
    user,
    text: 'x',
    blocks: [],
    threadTs: null,
    onlyFor: null,
  });
  await harness.send(message());
  await harness.send(message({ ts: '1795255200.000300', threadTs: parent.ts, eventId: 'Ev2' }));
  expect(harness.asked.map(({ thread, asked }) => [thread, asked])).toEqual([
    ['1795255200.000100', { kind: 'message', text: 'how is acme doing?' }],
    [parent.ts, { kind: 'message', text: 'how is acme doing?' }],
  ]);
  expect(harness.screen(internal.id)).toMatchObject([
    { onlyFor: user, threadTs: null },
    { onlyFor: user, threadTs: parent.ts },
  ]);
});

test('a direct message is answered in the direct chat; what is too long for one message hangs under it', async () => {
  const items = Array.from({ length: 400 }, (_, index) => [{ text: `entry ${index} ${'x'.repeat(60)}` }]);
  harness = await startSlackHarness({
    answer: async () => ({ trace: 't', view: { summary: 'Long', blocks: [{ kind: 'list', items }] } }),
  });
  await harness.send(message({ direct: true, channel: 'D0csm1', text: 'timeline acme' }));
  expect(harness.asked[0]).toMatchObject({ place: 'direct', thread: null });
  const [first, ...rest] = harness.screen('D0csm1');
  expect(first).toMatchObject({ onlyFor: null, threadTs: null, text: 'Long' });
  expect(rest.length).toBeGreaterThan(1);
  for (const each of rest) expect(each.threadTs).toBe(first?.ts);
  expect(shown('D0csm1').join('')).toContain('entry 399');
});

test('an answer longer than a response address takes goes on as ephemeral messages', async () => {
  const items = Array.from({ length: 900 }, (_, index) => [{ text: `entry ${index} ${'x'.repeat(80)}` }]);
  harness = await startSlackHarness({
    answer: async () => ({ trace: 't', view: { summary: 'Long', blocks: [{ kind: 'list', items }] } }),
  });
  await harness.send(command('timeline acme'));
  const methods = harness.api.calls
    .map(({ method }) => method)
    .filter((method) => !method.startsWith('conversations'));
  expect(methods.slice(0, 6)).toEqual([...Array(5).fill('response_url'), 'chat.postEphemeral']);
  expect(shown().join('')).toContain('entry 899');
  for (const each of harness.screen(internal.id)) expect(each.onlyFor).toBe(user);
});

test('A7 says when a channel is shared with another company, asks Slack once a minute, and takes the event at its word', async () => {
  harness = await startSlackHarness();
  const shared = { id: workspaceIds.shared, name: 'acme-shared' };
  await harness.send(command('health acme', { channel: shared }));
  await harness.send(command('health beta', { channel: shared }));
  harness.clock.set(new Date(harness.clock.now().getTime() + 61_000));
  await harness.send(command('health gamma', { channel: shared }));
  await harness.send(message({ shared: true }));
  expect(harness.asked.map(({ place }) => place)).toEqual(Array(4).fill('external'));
  expect(harness.api.calls.filter(({ method }) => method === 'conversations.info')).toHaveLength(2);
});

test('answers privately when Slack cannot say what a channel is', async () => {
  harness = await startSlackHarness();
  harness.api.failNext('conversations.info', { status: 200, error: 'missing_scope' });
  await harness.send(command('health acme'));
  expect(harness.asked[0]?.place).toBe('channel');
  expect(harness.screen(internal.id)).toMatchObject([{ onlyFor: user }]);
});

test('a button is answered with a new private message; a picker is replaced by its answer', async () => {
  harness = await startSlackHarness({ answer: async ({ asked }) => textReply(JSON.stringify(asked)) });
  const [text, blocks] = ['Which?', [{ type: 'divider' }]];
  const picker = harness.api.workspace.add({
    channel: internal.id,
    user: workspaceIds.botUser,
    text,
    blocks,
    threadTs: null,
    onlyFor: user,
  });
  const responseUrl = harness.api.responseUrl(internal.id, user, picker.ts);
  await harness.send(click({ messageTs: picker.ts, responseUrl }));
  expect(shown()).toHaveLength(2);
  const action = {
    type: 'static_select',
    action_id: 'holdfast:health:0',
    selected_option: { value: 'acme-eu' },
  };
  await harness.send(click({ messageTs: picker.ts, responseUrl, action, triggerId: 't-2' }));
  expect(harness.asked[1]?.asked).toEqual({ kind: 'click', action: 'health', value: 'acme-eu' });
  expect(shown()).toHaveLength(2);
  expect(harness.screen(internal.id)[0]).toMatchObject({
    ts: picker.ts,
    text: expect.stringContaining('acme-eu'),
  });
});

test.each([
  ['another command', () => command('x', { command: '/other' }), 'the command /other'],
  [
    'another button',
    () => click({ action: { type: 'button', action_id: 'approve_all', value: 'x' } }),
    'this control',
  ],
  [
    'a date picker',
    () => click({ action: { type: 'datepicker', action_id: 'holdfast:why:0' } }),
    'this control',
  ],
  [
    'two actions',
    () => altered(click(), (json) => Object.assign(json, { actions: [json.actions, json.actions].flat() })),
    'this control',
  ],
])('says that it does not know %s, and asks nothing', async (_, envelope, what) => {
  harness = await startSlackHarness();
  expect((await harness.send(envelope())).status).toBe(200);
  expect(harness.asked).toEqual([]);
  expect(shown().join('')).toContain(`I do not know ${what}`);
});

test('acknowledges forms, shortcuts and events that it has no use for', async () => {
  harness = await startSlackHarness();
  const form = submitEnvelope({ user, viewId: 'V1', view: {}, state: {}, triggerId: 't' });
  const shortcut = altered(form, (json) =>
    Object.assign(json, { type: 'shortcut', callback_id: 'x', view: undefined }),
  );
  const joined = altered(message(), (json) =>
    Object.assign(json, { event: { type: 'member_joined_channel', user } }),
  );
  const odd = altered(click(), (json) => Object.assign(json, { actions: [{ type: 'button', name: 'old' }] }));
  for (const envelope of [form, shortcut, joined, odd])
    expect((await harness.send(envelope)).status).toBe(200);
  expect(harness.asked).toEqual([]);
  expect(shown('D0csm1').join('')).toContain('I do not know this form');
});

test('INV7 TA6 TA7 tells people of other workspaces and apps that nothing was done', async () => {
  harness = await startSlackHarness();
  await harness.send(altered(click(), (json) => Object.assign(json, { api_app_id: 'A0EVIL' })));
  await harness.send(
    altered(click(), (json) => Object.assign(json, { user: { id: user, team_id: 'T0OTHER' } })),
  );
  await harness.send(
    altered(message(), (json) => Object.assign(json.event as object, { user_team: 'T0OTHER' })),
  );
  expect(harness.asked).toEqual([]);
  expect(shown()).toHaveLength(3);
  for (const each of shown()) expect(each).toContain('its own workspace only');
  expect(harness.lines()).toContain('"kind":"other-app"');
  expect(harness.lines()).toContain('"kind":"other-team"');
});

test('TA14 does not talk to itself', async () => {
  harness = await startSlackHarness();
  await harness.send(message({ user: workspaceIds.botUser }));
  await harness.send(message({ direct: true, channel: 'D0csm1', user: workspaceIds.botUser, ts: '2.1' }));
  await harness.send(
    altered(message({ ts: '3.1' }), (json) => Object.assign(json.event as object, { bot_id: 'B9' })),
  );
  expect(harness.asked).toEqual([]);
  expect(harness.api.calls).toEqual([]);
});

test('TA7 where Slack does not say which app it is, the first signed request does, and no other is served', async () => {
  harness = await startSlackHarness({ appId: null });
  const forged = altered(message(), (json) => Object.assign(json, { api_app_id: 'A0EVIL' }));
  await harness.send(forged, { 'x-slack-signature': 'v0=1' });
  await harness.send(command('health acme'));
  await harness.send(forged);
  await harness.send(command('health beta'));
  expect(harness.asked.map(({ asked }) => asked)).toEqual([
    { kind: 'command', text: 'health acme' },
    { kind: 'command', text: 'health beta' },
  ]);
  expect(harness.lines()).toContain('"kind":"other-app"');
});
