import { afterEach, describe, expect, test } from 'vitest';
import { type SlackHarness, startSlackHarness, textReply } from '../../../test/support/slack-emulator.ts';
import { internal, user } from '../../../test/support/slack-emulator-requests.ts';
import { askForm, noteForm } from '../../views/shortcut-forms.ts';
import { reactionEnvelope, shortcutEnvelope } from '../playground/envelopes.ts';
import { workspaceIds } from '../playground/workspace.ts';
import type { Reply } from '../reply.ts';

let harness: SlackHarness;
afterEach(() => harness.close());

const methods = () => harness.api.calls.map(({ method }) => method);
const written = (text: string, channel: string = internal.id) =>
  harness.api.workspace.add({ channel, user: 'U0exec1', text, blocks: [], threadTs: null, onlyFor: null });

function onMessage(callback: string, ts: string, text: string, triggerId = harness.api.trigger(user)) {
  const responseUrl = harness.api.responseUrl(internal.id, user, null);
  const message = { ts, user: 'U0exec1', text };
  return shortcutEnvelope({ user, callback, triggerId, on: { channel: internal, message, responseUrl } });
}

function reaction(ts: string, change: Partial<Parameters<typeof reactionEnvelope>[0]> = {}) {
  return reactionEnvelope({
    user,
    emoji: 'memo',
    channel: internal.id,
    ts,
    author: 'U0exec1',
    shared: false,
    eventId: 'Ev9',
    at: harness.clock.now(),
    ...change,
  });
}

function formOf(
  asked: Parameters<NonNullable<Parameters<typeof startSlackHarness>[0]>['answer'] & object>[0],
): Reply {
  const about = asked.asked.kind === 'shortcut' ? asked.asked.about : null;
  return { ...textReply('Fill in.'), form: noteForm(about, 'acme') };
}

describe('a shortcut', () => {
  test('opens an empty form first, and fills it in when the answer is there', async () => {
    const { promise: slow, resolve } = Promise.withResolvers<void>();
    harness = await startSlackHarness({ answer: async (request) => slow.then(() => formOf(request)) });
    const { ts, text } = written('Acme want the export');
    const sending = harness.send(onMessage('holdfast-note-message', ts, text));
    while (harness.api.openViews.size === 0) await new Promise((next) => setImmediate(next));
    const [empty] = [...harness.api.openViews.values()];
    expect(JSON.stringify(empty?.view)).toContain('One moment');
    resolve();
    expect(await sending).toMatchObject({ status: 200, body: '' });
    const [filled] = [...harness.api.openViews.values()];
    expect(filled).toMatchObject({ id: empty?.id, view: { callback_id: 'holdfast:note' } });
    expect(harness.asked).toMatchObject([
      {
        channel: internal.id,
        channelName: internal.name,
        place: 'channel',
        asked: {
          kind: 'shortcut',
          name: 'note',
          about: {
            key: `slack:${workspaceIds.team}:${internal.id}:${ts}`,
            text: 'Acme want the export',
            author: 'Grace Lin',
            url: `https://playground.invalid/archives/${internal.id}/p${ts.replace('.', '')}`,
          },
        },
      },
    ]);
    expect(harness.screen(internal.id)).toEqual([]);
  });

  test('from anywhere is about no message', async () => {
    harness = await startSlackHarness({ answer: async () => ({ ...textReply('?'), form: askForm(null) }) });
    await harness.send(
      shortcutEnvelope({ user, callback: 'holdfast-ask', triggerId: harness.api.trigger(user) }),
    );
    expect(harness.asked[0]).toMatchObject({
      place: 'direct',
      asked: { kind: 'shortcut', name: 'ask', about: null },
    });
    expect([...harness.api.openViews.values()]).toMatchObject([{ view: { callback_id: 'holdfast:ask' } }]);
  });

  test('TA10 that is delivered again opens and asks nothing', async () => {
    harness = await startSlackHarness({ answer: async (request) => formOf(request) });
    const { ts, text } = written('Acme');
    const envelope = onMessage('holdfast-note-message', ts, text);
    for (const headers of [{}, { 'x-slack-retry-num': '1' }]) await harness.send(envelope, headers);
    expect([harness.asked.length, harness.api.openViews.size]).toEqual([1, 1]);
  });

  test('whose trigger is over tells the person what to do', async () => {
    harness = await startSlackHarness({ answer: async (request) => formOf(request) });
    const { ts, text } = written('Acme');
    await harness.send(onMessage('holdfast-note-message', ts, text, 'long-ago'));
    expect(harness.screen(internal.id)).toMatchObject([
      { onlyFor: user, text: expect.stringContaining('in time') },
    ]);
  });

  test('that is refused says why in the form that is open', async () => {
    harness = await startSlackHarness({ answer: async () => textReply('Not in a shared channel.') });
    const { ts, text } = written('Acme');
    await harness.send(onMessage('holdfast-alert-message', ts, text));
    const [open] = [...harness.api.openViews.values()];
    expect(JSON.stringify(open?.view)).toContain('Not in a shared channel.');
  });

  test('whose answer does not fit into a window stands in the conversation', async () => {
    const rows = [[[{ text: 'Acme' }]]];
    const table = { kind: 'table' as const, columns: [{ label: 'Account' }], rows };
    harness = await startSlackHarness({
      answer: async () => ({ view: { summary: 'A list', blocks: [table] }, trace: 't' }),
    });
    const { ts, text } = written('Acme');
    await harness.send(onMessage('holdfast-note-message', ts, text));
    const [open] = [...harness.api.openViews.values()];
    expect(JSON.stringify(open?.view)).toContain('stands in the conversation');
    expect(harness.screen(internal.id)).toMatchObject([{ onlyFor: user, text: 'A list' }]);
  });

  test('that nobody knows is said to be unknown', async () => {
    harness = await startSlackHarness();
    await harness.send(
      shortcutEnvelope({ user, callback: 'of-another-time', triggerId: harness.api.trigger(user) }),
    );
    expect(harness.asked).toEqual([]);
    expect(harness.screen('D0csm1')[0]?.text).toContain('I do not know this shortcut');
  });
});

describe('a reaction', () => {
  test('with the emoji of notes asks to note the message, in a thread too', async () => {
    harness = await startSlackHarness({ answer: async () => textReply('Noted on the timeline of Acme.') });
    const parent = written('Any news?');
    const reply = harness.api.workspace.add({
      ...parent,
      text: '<@U0HOLDFAST> Acme &amp; Co want it',
      threadTs: parent.ts,
    });
    await harness.send(reaction(reply.ts));
    expect(harness.asked).toMatchObject([
      {
        place: 'channel',
        asked: { kind: 'mark', about: { text: 'Acme & Co want it', author: 'Grace Lin' } },
      },
    ]);
    expect(harness.screen(internal.id)).toMatchObject([
      { onlyFor: user, text: 'Noted on the timeline of Acme.' },
    ]);
  });

  test('TA10 is answered once, however often it is delivered', async () => {
    harness = await startSlackHarness();
    const { ts } = written('Acme');
    await harness.send(reaction(ts));
    await harness.send(reaction(ts, { eventId: 'Ev10' }), { 'x-slack-retry-num': '1' });
    expect(harness.asked).toHaveLength(1);
  });

  test('with another emoji means nothing to us', async () => {
    harness = await startSlackHarness({ noteEmoji: 'pushpin' });
    const { ts } = written('Acme');
    await harness.send(reaction(ts));
    expect([harness.asked.length, methods()]).toEqual([0, []]);
    await harness.send(reaction(ts, { emoji: 'pushpin' }));
    expect(harness.asked).toHaveLength(1);
  });

  test('TA7 of a stranger in a shared channel asks nothing', async () => {
    harness = await startSlackHarness();
    const { ts } = written('Acme', workspaceIds.shared);
    await harness.send(reaction(ts, { user: 'U0STRANGER', channel: workspaceIds.shared, shared: true }));
    expect(harness.asked).toEqual([]);
    expect(harness.lines()).toContain('other-team');
  });
});

test('a click whose form takes long gets an empty one in time', async () => {
  const { promise: slow, resolve } = Promise.withResolvers<void>();
  harness = await startSlackHarness({
    answer: async () => slow.then(() => ({ ...textReply('Fill in.'), form: askForm(null) })),
  });
  const { slackRequests } = await import('../../../test/support/slack-emulator-requests.ts');
  const { click } = slackRequests(() => harness);
  const action = { type: 'button', action_id: 'holdfast:alert-snooze:0', value: 'a1' };
  const sending = harness.send(click({ action, triggerId: harness.api.trigger(user) }));
  while (harness.api.openViews.size === 0) await new Promise((next) => setTimeout(next, 20));
  resolve();
  await sending;
  expect(methods().filter((method) => method.startsWith('views.'))).toEqual(['views.open', 'views.update']);
  expect([...harness.api.openViews.values()]).toMatchObject([{ view: { callback_id: 'holdfast:ask' } }]);
});
