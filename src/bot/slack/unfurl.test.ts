import { afterEach, expect, test } from 'vitest';
import { type SlackHarness, startSlackHarness, textReply } from '../../../test/support/slack-emulator.ts';
import { internal, slackRequests, user } from '../../../test/support/slack-emulator-requests.ts';
import { eventEnvelope } from '../playground/envelopes.ts';
import { workspaceIds } from '../playground/workspace.ts';
import type { Reply } from '../reply.ts';

let harness: SlackHarness;
afterEach(() => harness.close());

const ours = 'https://holdfast.example/evidence/scores/acme?exp=1&sig=2';
const preview = {
  summary: 'Acme: 61.40',
  blocks: [{ kind: 'text' as const, spans: [{ text: '<!channel> Acme: 61.40' }] }],
};
const options = {
  readLink: (url: string) => (url.startsWith('https://holdfast.example/') ? '/evidence/scores/acme' : null),
  answer: async (): Promise<Reply> => ({ ...textReply('help'), preview }),
};

function posted(urls: string[], change: object = {}, channel: string = internal.id, shared = false) {
  const text = urls.join(' ');
  const { ts } = harness.api.workspace.add({
    channel,
    user,
    text,
    blocks: [],
    threadTs: null,
    onlyFor: null,
  });
  const links = urls.map((url) => ({ url, domain: new URL(url).hostname }));
  const event = {
    type: 'link_shared',
    user,
    channel,
    message_ts: ts,
    links,
    source: 'conversations_history',
    ...change,
  };
  return { ts, envelope: eventEnvelope(event, { eventId: `Ev${ts}`, at: harness.clock.now(), shared }) };
}
const unfurled = () => [...harness.api.surface.unfurls.values()];

test('a link of ours shows what it leads to, once, and nothing in it is live', async () => {
  harness = await startSlackHarness(options);
  const { envelope } = posted([ours, 'https://elsewhere.example/a']);
  for (const headers of [{}, { 'x-slack-retry-num': '1' }]) await harness.send(envelope, headers);
  expect(harness.asked).toMatchObject([
    { user, place: 'channel', asked: { kind: 'link', path: '/evidence/scores/acme' } },
  ]);
  expect(unfurled()).toHaveLength(1);
  expect(Object.keys(unfurled()[0] ?? {})).toEqual([ours]);
  expect(JSON.stringify(unfurled())).toContain('"type":"text","text":"<!channel> Acme: 61.40"');
});

test.each([
  ['of others', { urls: ['https://elsewhere.example/a'] }],
  ['in a message that is still being written', { change: { source: 'composer' } }],
  ['that lead to nothing that may be shown', { answer: async () => textReply('I do not know you yet.') }],
])('links %s show nothing', async (_, { urls = [ours], change = {}, answer = options.answer }: Case) => {
  harness = await startSlackHarness({ ...options, answer });
  await harness.send(posted(urls, change).envelope);
  expect(unfurled()).toEqual([]);
  expect(harness.screen(internal.id)).toEqual([]);
});

interface Case {
  urls?: string[];
  change?: object;
  answer?: () => Promise<Reply>;
}

test('A7 where another company reads along, or Slack does not say, nothing is asked or shown', async () => {
  harness = await startSlackHarness(options);
  await harness.send(posted([ours], {}, workspaceIds.shared, true).envelope);
  // The event itself may not say it.
  await harness.send(posted([ours], {}, workspaceIds.shared).envelope);
  harness.api.failNext('conversations.info', { status: 200, error: 'channel_not_found' });
  await harness.send(posted([ours]).envelope);
  expect([harness.asked, unfurled()]).toEqual([[], []]);
});

test('A6 A7 a share is held against what the channel is at that click, not a minute before', async () => {
  harness = await startSlackHarness({ answer: async () => textReply('ok') });
  const { click } = slackRequests(() => harness);
  const share = (triggerId: string) =>
    click({ action: { type: 'button', action_id: 'holdfast:answer-share:0', value: 'a1' }, triggerId });
  const channel = harness.api.workspace.conversation(internal.id);
  await harness.send(share('t1'));
  if (channel) channel.kind = 'shared';
  await harness.send(share('t2'));
  if (channel) channel.kind = 'channel';
  harness.api.failNext('conversations.info', { status: 200, error: 'fatal_error' });
  await harness.send(share('t3'));
  expect(harness.asked.map(({ place }) => place)).toEqual(['channel', 'external', 'external']);
});

test('A7 nothing is posted for everybody in a channel that another company reads', async () => {
  harness = await startSlackHarness();
  const post = harness.app.poster.post(workspaceIds.shared, preview, { key: 'k1' });
  await expect(post).rejects.toMatchObject({ nothingHappened: true, permanent: true });
  expect(harness.api.calls.map(({ method }) => method)).not.toContain('chat.postMessage');
});
