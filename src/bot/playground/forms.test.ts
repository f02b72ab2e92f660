import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pictureOf } from '../../../test/support/pictures.ts';
import { demoMembers, textReply } from '../../../test/support/slack-emulator.ts';
import { createClock } from '../../domain/clock.ts';
import { createIds } from '../../domain/ids.ts';
import { approvalView } from '../../views/approval-view.ts';
import { editForm, rejectForm } from '../../views/proposal-forms.ts';
import type { ChatRequest, Reply } from '../reply.ts';
import { type Playground, startPlayground } from './playground.ts';
import { registerPlayground } from './routes.ts';

const picture = pictureOf();
let fastify: FastifyInstance;
let playground: Playground;
let asked: ChatRequest[];
let messageId: string;
let storeIsAway: boolean;

/** A guardrail in small: what the forms ask for, and one rule about reasons. */
async function answer(request: ChatRequest): Promise<Reply> {
  asked.push(request);
  const { asked: what } = request;
  if (what.kind === 'click' && what.action === 'reject')
    return { ...textReply('x'), form: rejectForm(picture) };
  if (what.kind === 'click' && what.action === 'edit') {
    return { ...textReply('x'), form: editForm(picture) ?? rejectForm(picture) };
  }
  if (what.kind === 'submit' && what.fields.reason === 'no') {
    return { ...textReply('x'), fieldErrors: { reason: 'Say it in a sentence.' } };
  }
  if (what.kind === 'submit' && what.fields.reason === 'again') {
    return { ...textReply('x'), form: editForm(picture) ?? rejectForm(picture) };
  }
  return textReply(`${what.kind} taken`);
}

beforeEach(async () => {
  asked = [];
  storeIsAway = false;
  const seen = new Set<string>();
  playground = await startPlayground({
    members: [...demoMembers, { id: 'auditor1', name: 'Tom Berg', role: 'auditor', identities: [] }],
    answer,
    firstDelivery: async (key) => !seen.has(key) && Boolean(seen.add(key)),
    keepClick: async (key) => {
      if (storeIsAway) throw new Error('away');
      return !seen.has(key) && Boolean(seen.add(key));
    },
    clickDone: async () => {},
    clickKey: 'ab'.repeat(32),
    linkTo: (path) => path,
    log: pino({ level: 'silent' }),
    clock: createClock(),
    ids: createIds(),
  });
  fastify = Fastify();
  await registerPlayground(fastify, playground);
  const card = approvalView(
    picture,
    [{ label: 'Subject', value: 'Renewal' }],
    new Date('2026-11-21T10:00:00Z'),
  );
  messageId = (await playground.poster.post('C0APPROVALS', card, { key: 'card' })).message;
});

afterEach(async () => {
  await fastify.close();
  await playground.close();
});

async function post(path: string, payload: Record<string, unknown>) {
  const got = await fastify.inject({
    method: 'POST',
    url: `/playground/api/${path}`,
    headers: { host: 'localhost' },
    payload: { member: 'exec1', ...payload },
  });
  return { status: got.statusCode, ...got.json() };
}

const press = (action: string) => post('click', { messageId, actionId: `holdfast:${action}` });
const approve = 'approve:0';
const reject = 'reject:1';

test('a click that opens a form says which, and the form can be sent in Slack’s shape or plainly', async () => {
  for (const state of [
    { reason: 'Too early' },
    { reason: { value: { value: 'Too early' } } },
    { reason: { value: { type: 'plain_text_input', value: 'Too early' } } },
  ]) {
    const { view, messages } = await press(reject);
    expect(view).toMatchObject({ id: expect.stringMatching(/^V0/), callback_id: 'holdfast:reject' });
    expect(messages).toEqual([]);
    const sent = await post('submit', { viewId: view.id, state });
    expect(sent).toMatchObject({
      ok: true,
      answered: true,
      messages: [{ text: 'submit taken', channel: 'C0APPROVALS' }],
    });
    expect(asked.at(-1)).toMatchObject({
      platform: 'local',
      user: 'exec1',
      channel: 'C0APPROVALS',
      asked: { kind: 'submit', form: 'reject', value: picture.button, fields: { reason: 'Too early' } },
    });
    expect((await post('submit', { viewId: view.id, state })).status).toBe(404);
  }
});

test('mistakes keep the form open: the client’s own are never sent, the app’s come back by input', async () => {
  const { view } = await press(reject);
  const count = asked.length;
  expect(await post('submit', { viewId: view.id, state: {} })).toMatchObject({
    errors: { reason: 'Please complete this required field.' },
  });
  expect(await post('submit', { viewId: view.id, state: { reason: 'x'.repeat(1_001) } })).toMatchObject({
    errors: { reason: 'Please write no more than 1000 characters.' },
  });
  expect(asked).toHaveLength(count);
  expect(await post('submit', { viewId: view.id, state: { reason: 'no' } })).toMatchObject({
    errors: { reason: 'Say it in a sentence.' },
    messages: [],
  });
  expect(await post('submit', { viewId: view.id, state: { because: 'x' } })).toMatchObject({
    status: 400,
    error: { message: "The form has no input 'because'.", next: 'Fill in: reason.' },
  });
  expect(await post('submit', { viewId: view.id, state: { reason: 'Too early' } })).toMatchObject({
    ok: true,
  });
});

test('a form can become another one', async () => {
  const { view } = await press(reject);
  const next = await post('submit', { viewId: view.id, state: { reason: 'again' } });
  expect(next.view).toMatchObject({ id: view.id, callback_id: 'holdfast:edit' });
  await post('submit', { viewId: view.id, state: { subject: 'Another subject' } });
  expect(asked.at(-1)?.asked).toMatchObject({
    form: 'edit',
    fields: { subject: 'Another subject', to: 'dana.reyes@acme.example\nli.wei@acme.example' },
  });
});

test('a form belongs to who opened it', async () => {
  const { view } = await press(reject);
  expect(await post('submit', { member: 'csm1', viewId: view.id, state: { reason: 'x' } })).toMatchObject({
    status: 404,
  });
  const page = (member: string) =>
    fastify.inject({
      url: `/playground/form?view=${view.id}&member=${member}`,
      headers: { host: 'localhost' },
    });
  expect((await page('csm1')).statusCode).toBe(404);
  const html = (await page('exec1')).body;
  expect(html).toContain('<textarea');
  expect(html).toMatch(/<label for="field-2">Why\?<\/label>/);
});

test('draws untrusted text in forms as the characters that it is', async () => {
  const attack = '"><script>alert(1)</script> <!channel> *bold*';
  const { params } = picture.action;
  const form = editForm(
    pictureOf({ summary: attack }, { action: { ...picture.action, params: { ...params, subject: attack } } }),
  );
  const { renderForm } = await import('../slack/render-form.ts');
  const { drawForm } = await import('./draw-form.ts');
  const view = form && renderForm(form, (path) => path, { channel: null, thread: null });
  const html = drawForm({ id: 'V1', user: 'U0csm1', view: JSON.parse(JSON.stringify(view)) });
  expect(html).not.toContain('<script');
  expect(html).toContain('value="&quot;&gt;&lt;script&gt;');
  expect(html).not.toContain('slack_broadcast');
});

test('TA12 what cannot be kept is said, and a later press works', async () => {
  storeIsAway = true;
  expect(await press(approve)).toMatchObject({ status: 503, error: { code: 'HF_DATABASE_UNAVAILABLE' } });
  expect(asked).toEqual([]);
  storeIsAway = false;
  expect(await press(approve)).toMatchObject({
    ok: true,
    messages: [{ text: 'click taken', is_ephemeral: true }],
  });
});

test('the channel of approvals is everybody’s, that of the audit is for admins and auditors', async () => {
  const read = (member: string, channel: string) =>
    fastify.inject({
      url: `/playground/api/messages?member=${member}&channel=${channel}`,
      headers: { host: 'localhost' },
    });
  expect((await read('csm1', 'C0APPROVALS')).json().messages).toHaveLength(1);
  expect((await read('csm1', 'C0ADMIN')).statusCode).toBe(403);
  expect((await read('auditor1', 'C0ADMIN')).statusCode).toBe(200);
  const page = (await fastify.inject({ url: '/playground', headers: { host: 'localhost' } })).body;
  expect(page).toMatch(/data-channel="C0ADMIN"[^>]*data-only="auditor1"/);
});

test('each card stands for itself: what one says changes no other', async () => {
  const { poster } = playground;
  const other = await poster.post('C0APPROVALS', textReply('other').view, {
    key: 'other',
    thread: messageId,
  });
  await poster.update('C0APPROVALS', messageId, textReply('settled').view);
  const texts = playground.messages('C0APPROVALS', 'csm1').map(({ ts, text }) => [ts, text]);
  expect(texts).toEqual([
    [messageId, 'settled'],
    [other.message, 'other'],
  ]);
});
