import { afterEach, expect, test } from 'vitest';
import { type SlackHarness, startSlackHarness, textReply } from '../../../test/support/slack-emulator.ts';
import { internal, slackRequests, user } from '../../../test/support/slack-emulator-requests.ts';
import type { KeptRequest } from '../platform/kept-request.ts';
import { submitEnvelope } from '../playground/envelopes.ts';
import { workspaceIds } from '../playground/workspace.ts';
import type { Reply } from '../reply.ts';
import { packMetadata } from './form-state.ts';

let harness: SlackHarness;
afterEach(() => harness.close());

const { click, shown } = slackRequests(() => harness);

const value = 'p-7h2k9.1.c2lnbmF0dXJl';
const press = (action: string, triggerId: string, given: string = value) =>
  click({ action: { type: 'button', action_id: `holdfast:${action}:0`, value: given }, triggerId });

function submit(state: Record<string, string>, triggerId = 't-s', change: Record<string, unknown> = {}) {
  const values = Object.entries(state).map(([name, text]) => [
    name,
    { value: { type: 'plain_text_input', value: text === '' ? null : text } },
  ]);
  const view = {
    callback_id: 'holdfast:reject',
    private_metadata: packMetadata(value, { channel: internal.id, thread: null }),
    ...change,
  };
  return submitEnvelope({ user, viewId: 'V1', view, state: Object.fromEntries(values), triggerId });
}

/** A promise that a test ends when it likes. */
const gate = <T>() => Promise.withResolvers<T>();

test('TA12 a deciding click is kept before it is acknowledged, answered after, and then done', async () => {
  const steps: string[] = [];
  harness = await startSlackHarness({
    keepClick: async (key) => Boolean(steps.push(`kept ${key.split(':').at(-1)}`)),
    clickDone: async () => void steps.push('done'),
    answer: async () => {
      steps.push('answered');
      return textReply('Approved.');
    },
  });
  const sent = await harness.send(press('approve', 't-1'));
  expect([sent.status, sent.body]).toEqual([200, '']);
  expect(steps).toEqual(['kept t-1', 'answered', 'done']);
  expect(harness.asked).toMatchObject([
    { place: 'channel', asked: { kind: 'click', action: 'approve', value } },
  ]);
  expect(harness.screen(internal.id)).toMatchObject([{ onlyFor: user, text: 'Approved.' }]);
});

test('TB1 TA3 the same click is decided once, however often and however concurrently it is delivered', async () => {
  harness = await startSlackHarness();
  const sent = await Promise.all(Array.from({ length: 20 }, () => harness.send(press('approve', 't-1'))));
  for (const { status } of sent) expect(status).toBe(200);
  await harness.send(press('approve', 't-1'), { 'x-slack-retry-num': '1' });
  expect(harness.asked).toHaveLength(1);
  expect(shown()).toHaveLength(1);
});

test('TB1 a double click is two requests, both kept and both answered: the decision itself says which was first', async () => {
  let decided = 0;
  harness = await startSlackHarness({
    answer: async () => textReply(decided++ === 0 ? 'Approved.' : 'Already decided.'),
  });
  await Promise.all([harness.send(press('approve', 't-1')), harness.send(press('approve', 't-2'))]);
  expect([...harness.kept.values()].map(({ done }) => done)).toEqual([true, true]);
  expect(
    harness
      .screen(internal.id)
      .map(({ text }) => text)
      .sort(),
  ).toEqual(['Already decided.', 'Approved.']);
});

test.each(['approve', 'cancel', 'undo', 'settle-done', 'settle-failed'])(
  'TA12 %s is never acknowledged as taken where it cannot be kept',
  async (action) => {
    harness = await startSlackHarness({
      keepClick: async () => {
        throw new Error('the database is away');
      },
    });
    const sent = await harness.send(press(action, 't-1'));
    expect(sent.status).toBe(503);
    expect(harness.asked).toEqual([]);
    expect(harness.lines()).toContain('the database is away');
  },
);

test('TA11 TA12 a slow store: refused in time, and counted once when the click arrives there after all', async () => {
  const store = gate<boolean>();
  const seen = new Set<string>();
  harness = await startSlackHarness({
    acknowledgeWithinMs: 30,
    keepClick: async (key) => {
      const first = !seen.has(key) && Boolean(seen.add(key));
      await store.promise;
      return first;
    },
  });
  const refused = postOnly(press('approve', 't-1'));
  expect((await refused).status).toBe(503);
  expect(harness.asked).toEqual([]);
  store.resolve(true);
  await harness.app.drain();
  expect((await harness.send(press('approve', 't-1'))).status).toBe(200);
  expect(harness.asked).toHaveLength(1);
});

/** Without waiting for the work behind the acknowledgement. */
async function postOnly({ body, contentType }: ReturnType<typeof press>) {
  const { signatureOf } = await import('./signature.ts');
  const timestamp = String(harness.clock.now().getTime() / 1000);
  const rawBody = Buffer.from(body);
  return await harness.app.handle({
    rawBody,
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf('the-signing-secret', timestamp, rawBody).toString(),
    },
  });
}

test('TA12 what a crash interrupted after the acknowledgement is answered at the next start, once', async () => {
  const crash = gate<Reply>();
  harness = await startSlackHarness({ answer: () => crash.promise });
  expect((await postOnly(press('approve', 't-1'))).status).toBe(200);
  const rows = rowsOf(harness);
  expect(rows).toHaveLength(1);
  const after = await startSlackHarness({ answer: async () => textReply('Approved.') });
  expect(await after.app.resumeClicks(JSON.parse(JSON.stringify(rows)))).toBe(1);
  expect(after.asked).toEqual([
    {
      platform: 'slack',
      team: workspaceIds.team,
      user,
      channel: internal.id,
      place: 'channel',
      channelName: internal.name,
      thread: null,
      asked: { kind: 'click', action: 'approve', value },
    },
  ]);
  expect(after.screen(internal.id)).toMatchObject([{ onlyFor: user, text: 'Approved.' }]);
  await after.close();
  crash.resolve(textReply('too late'));
});

function rowsOf({ kept }: SlackHarness): { key: string; request: KeptRequest }[] {
  return [...kept].filter(([, { done }]) => !done).map(([key, { request }]) => ({ key, request }));
}

test('a kept row that somebody else wrote or changed decides nothing', async () => {
  const crash = gate<Reply>();
  harness = await startSlackHarness({ answer: () => crash.promise });
  await postOnly(press('approve', 't-1'));
  const [row] = rowsOf(harness);
  if (!row) throw new Error('nothing was kept');
  const forged = [
    { ...row, request: { ...row.request, user: 'U0exec1' } },
    { ...row, key: `${row.key}2` },
    { ...row, request: { ...row.request, seal: '' } },
    { ...row, request: { ...row.request, seal: '00'.repeat(32) } },
    { key: 'slack:click:x', request: { asked: { kind: 'click', action: 'approve', value } } },
    { key: 'slack:click:y', request: null },
  ];
  const after = await startSlackHarness();
  expect(await after.app.resumeClicks(forged)).toBe(0);
  expect(after.asked).toEqual([]);
  expect(after.lines()).toContain('forged-click');
  await after.close();
  crash.resolve(textReply('x'));
});

test('TB9 a tampered value reaches the answer as it is: the seal is checked where the decision is made', async () => {
  harness = await startSlackHarness();
  const tampered = 'p-7h2k9.2.c2lnbmF0dXJl <!channel>';
  await harness.send(press('approve', 't-1', tampered));
  expect(harness.asked[0]?.asked).toEqual({ kind: 'click', action: 'approve', value: tampered });
});

test('an answer that fails is told with a reference, and the click is done: nobody decides it behind their back', async () => {
  harness = await startSlackHarness({
    answer: async () => {
      throw new Error('secret detail');
    },
  });
  await harness.send(press('approve', 't-1'));
  expect(shown().join('')).toContain('Something went wrong on our side');
  expect(shown().join('')).not.toContain('secret detail');
  expect([...harness.kept.values()].map(({ done }) => done)).toEqual([true]);
});

test('a form is kept, answered where it was opened, and closes', async () => {
  harness = await startSlackHarness({ answer: async () => textReply('Rejected.') });
  const sent = await harness.send(submit({ reason: 'No budget', note: '' }));
  expect([sent.status, sent.body]).toEqual([200, '']);
  const asked = { kind: 'submit', form: 'reject', value, fields: { reason: 'No budget', note: '' } };
  expect(harness.asked).toMatchObject([{ channel: internal.id, place: 'channel', asked }]);
  expect([...harness.kept.values()]).toMatchObject([{ request: { asked }, done: true }]);
  expect(harness.screen(internal.id)).toMatchObject([{ onlyFor: user, text: 'Rejected.' }]);
});

test('a form with mistakes stays open and says which, and nothing is posted', async () => {
  harness = await startSlackHarness({
    answer: async () => ({ ...textReply('x'), fieldErrors: { reason: 'Say why.', elsewhere: 'Odd.' } }),
  });
  const sent = await harness.send(submit({ note: 'x', reason: 'y' }));
  expect(JSON.parse(sent.body)).toEqual({
    response_action: 'errors',
    errors: { reason: 'Say why.', note: 'Odd.' },
  });
  expect(shown()).toEqual([]);
  await harness.send(submit({ note: 'x', reason: 'better' }, 't-again'));
  expect(harness.asked).toHaveLength(2);
});

test('a form that takes long to answer closes first, and its outcome comes as a private message', async () => {
  const slow = gate<Reply>();
  harness = await startSlackHarness({ acknowledgeWithinMs: 30, answer: () => slow.promise });
  const response = await postOnly(submit({ reason: 'x' }));
  expect([response.status, response.body]).toEqual([200, '']);
  expect(shown()).toEqual([]);
  slow.resolve({ ...textReply('Say why.'), fieldErrors: { reason: 'Say why.' } });
  await response.answered;
  expect(harness.screen(internal.id)).toMatchObject([{ onlyFor: user, text: 'Say why.' }]);
});

test('a form whose answer fails stays open with what was written, and the person hears of it', async () => {
  harness = await startSlackHarness({
    answer: async () => {
      throw new Error('broken');
    },
  });
  expect((await harness.send(submit({ reason: 'x' }))).status).toBe(503);
  expect(shown().join('')).toContain('Reference: ');
});

test('A7 a form that comes from a shared channel is answered as such', async () => {
  harness = await startSlackHarness();
  const metadata = packMetadata(value, { channel: workspaceIds.shared, thread: null });
  await harness.send(submit({ reason: 'x' }, 't-1', { private_metadata: metadata }));
  expect(harness.asked).toMatchObject([{ place: 'external', channel: workspaceIds.shared }]);
});

test.each([
  ['no name of ours', { callback_id: 'approve_all' }],
  ['no metadata', { private_metadata: '' }],
  ['metadata of somebody else', { private_metadata: '{"value":7}' }],
  ['metadata that is no object', { private_metadata: '[]' }],
])('a form with %s decides nothing', async (_, change) => {
  harness = await startSlackHarness();
  const sent = await harness.send(submit({ reason: 'x' }, 't-1', change));
  expect(sent.status).toBe(200);
  expect(harness.asked).toEqual([]);
  expect([...shown(), ...shown('D0csm1')].join('')).toContain('I do not know this form');
});

test.each(['a\u0000b', 'a\uD800b'])('refuses a form with what a database cannot hold: %j', async (reason) => {
  harness = await startSlackHarness();
  expect((await harness.send(submit({ reason }))).status).toBe(400);
  expect(harness.kept.size).toBe(0);
});
