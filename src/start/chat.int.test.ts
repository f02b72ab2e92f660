import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testContext } from '../../test/support/services.ts';
import { altered, user } from '../../test/support/slack-emulator-requests.ts';
import { embedded } from '../../test/support/stores.ts';
import { sealRequest } from '../bot/platform/kept-request.ts';
import { type Envelope, messageEnvelope } from '../bot/playground/envelopes.ts';
import { startSlackApi } from '../bot/playground/slack-api.ts';
import { createWorkspace, workspaceIds } from '../bot/playground/workspace.ts';
import { signatureOf } from '../bot/slack/signature.ts';
import { createLinks } from '../http/links.ts';
import { createMetrics } from '../http/metrics.ts';
import type { Store } from '../store/store.ts';
import { type Chat, connectSlack } from './chat.ts';

const signingSecret = 'the-signing-secret';
let store: Store;
let chat: Chat;
let timestamp: string;
let close: () => Promise<void>;
let connectAgain: (apiUrl: string, botToken?: string) => Promise<Chat>;

beforeEach(async () => {
  const opened = await embedded.open();
  store = opened.store;
  const ctx = await testContext(store, '2026-11-21T10:00:00Z');
  const { clock, ids } = ctx;
  const api = await startSlackApi({ workspace: createWorkspace([], clock), clock, ids });
  const links = createLinks('http://127.0.0.1:3000', '00', clock);
  const slack = {
    botToken: api.token,
    signingSecret,
    apiUrl: api.url,
    emulated: true,
    appToken: null,
    oauth: null,
    noteEmoji: 'memo',
  };
  chat = await connectSlack(slack, { ...ctx, log: pino({ level: 'silent' }) }, links, 'ab'.repeat(32));
  connectAgain = (apiUrl, botToken = api.token) =>
    connectSlack(
      { ...slack, apiUrl, botToken },
      { ...ctx, log: pino({ level: 'silent' }) },
      links,
      'ab'.repeat(32),
    );
  timestamp = String(clock.now().getTime() / 1000);
  close = async () => {
    await chat.close();
    await api.close();
    await opened.close();
  };
});
afterEach(() => close());

async function send({ contentType, body }: Envelope, secret = signingSecret): Promise<void> {
  const rawBody = Buffer.from(body);
  await chat.slackEvents?.({
    rawBody,
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf(secret, timestamp, rawBody).toString(),
    },
  });
  await chat.close();
}

function message(): Envelope {
  const { internal: channel } = workspaceIds;
  const rest = { direct: false, threadTs: null, shared: false, at: new Date(0) };
  return messageEnvelope({ ...rest, user, channel, text: 'health acme', ts: '1.1', eventId: 'Ev1' });
}

function refusals(): Record<string, number> {
  const metrics = createMetrics(() => true);
  const lines = metrics.render().matchAll(/^holdfast_slack_refused_total\{reason="([\w-]+)"\} (\d+)$/gm);
  metrics.close();
  return Object.fromEntries([...lines].map(([, reason, count]) => [reason, Number(count)]));
}

test('a refused workspace or app stands in the audit and is counted', async () => {
  const before = refusals();
  const otherTeam = { user_team: 'T0OTHER', user: 'U0STRANGER' };
  await send(altered(message(), (json) => Object.assign(json.event as object, otherTeam)));
  await send(altered(message(), (json) => Object.assign(json, { api_app_id: 'A0EVIL' })));
  const [app, team, ...more] = await store.readAudit({ limit: 10 });
  expect(more).toEqual([]);
  expect(team).toMatchObject({
    actor: 'unknown',
    action: 'slack.refused',
    account: null,
    detail: { reason: 'other-team', team: 'T0OTHER', user: 'U0STRANGER' },
  });
  expect(app).toMatchObject({
    action: 'slack.refused',
    detail: { reason: 'other-app', team: workspaceIds.team, user },
  });
  expect(refusals()).toEqual({
    ...before,
    'other-app': (before['other-app'] ?? 0) + 1,
    'other-team': (before['other-team'] ?? 0) + 1,
  });
});

test('wrong signatures are counted and never fill the audit', async () => {
  const before = refusals();
  for (const _ of [1, 2, 3]) await send(message(), 'a wrong secret');
  expect(await store.readAudit({ limit: 10 })).toEqual([]);
  expect(refusals()).toEqual({ ...before, 'signature-wrong': (before['signature-wrong'] ?? 0) + 3 });
});

test('TA12 a decision that was kept and never answered is answered at the next start, once, and only if it is ours', async () => {
  const asked = { kind: 'click' as const, action: 'approve', value: 'p-1.1.not-a-seal' };
  const request = {
    platform: 'slack' as const,
    team: workspaceIds.team,
    user,
    channel: workspaceIds.internal,
    place: 'channel' as const,
    thread: null,
    asked,
  };
  const key = 'slack:click:interrupted';
  const now = new Date('2026-11-21T09:59:59Z');
  await store.keepClick(key, sealRequest(key, request, 'ab'.repeat(32)), now);
  await store.keepClick('slack:click:forged', { ...request, seal: 'ab'.repeat(32) }, now);
  await store.keepClick('playground:1:slack:click:other', request, now);
  expect(await chat.resume()).toBe(1);
  expect(await chat.resume()).toBe(0);
  expect((await store.listOpenClicks('')).map((each) => each.key)).toEqual([
    'playground:1:slack:click:other',
    'slack:click:forged',
  ]);
});

test('an outage of Slack keeps nobody from starting who has been connected before', async () => {
  const outOfReach = 'http://127.0.0.1:9/api/';
  const again = await connectAgain(outOfReach);
  await again.close();
  await expect(connectAgain(outOfReach, 'xoxb-another-token')).rejects.toMatchObject({
    code: 'HF_SLACK_FAILED',
  });
});
