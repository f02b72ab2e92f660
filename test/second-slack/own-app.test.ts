import { afterEach, expect, test } from 'vitest';
import { type SlackApi, startSlackApi } from '../../src/bot/playground/slack-api.ts';
import { createWorkspace } from '../../src/bot/playground/workspace.ts';
import { createManualClock } from '../../src/domain/clock.ts';
import { createIds } from '../../src/domain/ids.ts';

// The example of docs/guides/slack-simulator.md: an app of one's own, against the double.
const people = [{ id: 'ann', name: 'Ann Ray', role: 'csm' as const, identities: [] }];
const clock = createManualClock(new Date('2026-11-21T10:00:00Z'));
let slack: SlackApi;
afterEach(() => slack.close());

async function call(method: string, given: object): Promise<{ status: number; ok: boolean; error?: string }> {
  const response = await fetch(`${slack.url}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(given),
  });
  const answer = (await response.json()) as { ok: boolean; error?: string };
  return { status: response.status, ...answer };
}

test('an app of one’s own sees what Slack takes, refuses, and forgets', async () => {
  slack = await startSlackApi({ workspace: createWorkspace(people, clock), clock, ids: createIds() });
  expect(await call('chat.postMessage', { channel: 'C0CS', text: 'Hello' })).toMatchObject({ ok: true });
  expect(slack.workspace.visible('C0CS', 'U0ann').map(({ text }) => text)).toEqual(['Hello']);

  slack.failNext('chat.postMessage', { status: 429, error: 'ratelimited', retryAfterSeconds: 1 });
  expect(await call('chat.postMessage', { channel: 'C0CS', text: 'Again' })).toMatchObject({ status: 429 });

  const view = {
    type: 'modal',
    title: { type: 'plain_text', text: 'Note' },
    blocks: [{ type: 'divider' }],
  };
  const trigger = slack.trigger('U0ann');
  clock.set(new Date(clock.now().getTime() + 3_001));
  expect(await call('views.open', { trigger_id: trigger, view })).toMatchObject({
    error: 'expired_trigger_id',
  });
  expect(await call('views.open', { trigger_id: slack.trigger('U0ann'), view })).toMatchObject({ ok: true });
  expect([...slack.openViews.values()]).toHaveLength(1);
});
