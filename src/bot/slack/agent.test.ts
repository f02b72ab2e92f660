import { afterEach, describe, expect, test } from 'vitest';
import { type SlackHarness, startSlackHarness, textReply } from '../../../test/support/slack-emulator.ts';
import { altered, user } from '../../../test/support/slack-emulator-requests.ts';
import { eventEnvelope, messageEnvelope } from '../playground/envelopes.ts';
import { workspaceIds } from '../playground/workspace.ts';
import type { ChatRequest, Reply } from '../reply.ts';

let harness: SlackHarness;
afterEach(() => harness.close());

const channel = 'D0csm1';
const methods = () => harness.api.calls.map(({ method }) => method);
const event = (given: object, eventId = 'Ev1') =>
  eventEnvelope({ user, channel, ...given }, { eventId, at: harness.clock.now(), shared: false });

function said(text: string, threadTs: string | null = null) {
  const { ts } = harness.api.workspace.add({ channel, user, text, blocks: [], threadTs, onlyFor: null });
  const at = harness.clock.now();
  return {
    ts,
    envelope: messageEnvelope({
      direct: true,
      user,
      channel,
      text,
      ts,
      threadTs,
      shared: false,
      eventId: ts,
      at,
    }),
  };
}

describe('prompts', () => {
  const prompts = [{ title: 'How is Acme doing?', message: 'How is Acme doing?' }];
  const answer = async (): Promise<Reply> => ({ ...textReply('?'), prompts });

  test('are offered to whoever opens the conversation, once per opening, and nothing is posted', async () => {
    harness = await startSlackHarness({ answer });
    for (const headers of [{}, { 'x-slack-retry-num': '1' }])
      await harness.send(event({ type: 'app_home_opened', tab: 'messages' }), headers);
    expect(harness.asked.map(({ asked }) => asked.kind)).toEqual(['prompts']);
    expect(harness.api.surface.prompts.get(channel)).toEqual(prompts);
    expect(harness.screen(channel)).toEqual([]);
  });

  test('are about the channel in view, and so is a question that names nobody', async () => {
    harness = await startSlackHarness({ answer });
    const entities = [
      { type: 'slack#/types/channel_id', value: workspaceIds.internal, team_id: workspaceIds.team },
    ];
    await harness.send(event({ type: 'app_context_changed', context: { entities } }));
    await harness.send(said('how is it going?').envelope);
    expect(harness.asked.map(({ viewing }) => viewing)).toEqual(['customer-success', 'customer-success']);
    await harness.send(event({ type: 'app_context_changed', context: {} }, 'Ev2'));
    await harness.send(said('and now?').envelope);
    expect(harness.asked.slice(2).map(({ viewing }) => viewing)).toEqual([undefined, undefined]);
  });

  test('are of what comes with the message, whatever this process heard before, or never heard', async () => {
    harness = await startSlackHarness({ answer });
    const view = (channelId: string) => ({
      entities: [{ type: 'slack#/types/channel_id', value: channelId }],
    });
    const saying = (text: string, context: object) =>
      altered(said(text).envelope, (json) => Object.assign(json.event as object, { app_context: context }));
    await harness.send(event({ type: 'app_context_changed', context: view(workspaceIds.alerts) }));
    await harness.send(saying('how is it going?', view(workspaceIds.internal)));
    await harness.send(saying('and now?', {}));
    expect(harness.asked.slice(1).map(({ viewing }) => viewing)).toEqual(['customer-success', undefined]);
  });

  test('that Slack does not take cost nothing else', async () => {
    harness = await startSlackHarness({ answer });
    harness.api.failNext('assistant.threads.setSuggestedPrompts', { status: 200, error: 'missing_scope' });
    const sent = await harness.send(event({ type: 'app_home_opened', tab: 'messages' }));
    expect([sent.status, harness.lines().includes('no prompts could be offered')]).toEqual([200, true]);
  });
});

describe('an answer', () => {
  test('that is there at once shows no progress, and a thread under it goes on from it', async () => {
    const carried: [ChatRequest, string][] = [];
    harness = await startSlackHarness({
      carryOn: async (request, message) => {
        carried.push([request, message]);
      },
    });
    const { ts, envelope } = said('how is acme doing?');
    await harness.send(envelope);
    expect(methods()).toEqual(['chat.postMessage']);
    const [answer] = harness.screen(channel);
    expect(carried).toMatchObject([[{ message: ts, thread: null }, answer?.ts]]);
  });

  test('that takes long shows a status, then streams, and ends with the whole card under the question', async () => {
    const { promise: slow, resolve } = Promise.withResolvers<Reply>();
    harness = await startSlackHarness({ answer: () => slow, streamAfterMs: 100 });
    const { ts, envelope } = said('why does the import stop?');
    const sending = harness.send(envelope);
    while (!methods().includes('chat.startStream')) await new Promise((next) => setTimeout(next, 20));
    resolve(textReply('Because of the schema.'));
    await sending;
    expect(methods()).toEqual([
      ...['assistant.threads.setStatus', 'chat.startStream', 'chat.appendStream', 'chat.stopStream'],
    ]);
    const shown = harness.screen(channel);
    expect(shown).toMatchObject([{ threadTs: ts, onlyFor: null }]);
    expect(JSON.stringify(shown[0]?.blocks)).toContain('Because of the schema.');
    expect(harness.api.surface.statuses.size).toBe(0);
  });

  test('is posted as ever where Slack does not stream', async () => {
    const { promise: slow, resolve } = Promise.withResolvers<Reply>();
    harness = await startSlackHarness({ answer: () => slow, streamAfterMs: 100 });
    harness.api.failNext('assistant.threads.setStatus', { status: 200, error: 'unknown_method' });
    harness.api.failNext('chat.startStream', { status: 200, error: 'unknown_method' });
    const sending = harness.send(said('why?').envelope);
    while (!methods().includes('chat.startStream')) await new Promise((next) => setTimeout(next, 20));
    resolve(textReply('Because.'));
    await sending;
    expect(harness.screen(channel)).toMatchObject([{ text: 'Because.', threadTs: null }]);
  });

  test('that fails while it streams says so', async () => {
    const { promise: slow, reject } = Promise.withResolvers<Reply>();
    harness = await startSlackHarness({ answer: () => slow, streamAfterMs: 100 });
    const sending = harness.send(said('why?').envelope);
    while (!methods().includes('chat.startStream')) await new Promise((next) => setTimeout(next, 20));
    reject(new Error('no database'));
    await sending;
    expect(methods().slice(-3)).toEqual(['chat.appendStream', 'chat.stopStream', 'chat.postMessage']);
    expect(harness.screen(channel).at(-1)?.text).toContain('Something went wrong on our side');
  });
});
