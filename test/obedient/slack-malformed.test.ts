import { afterEach, expect, test } from 'vitest';
import { signatureOf } from '../../src/bot/slack/signature.ts';
import { type SlackHarness, secret, startSlackHarness } from '../support/slack-emulator.ts';
import { slackRequests } from '../support/slack-emulator-requests.ts';
import type { MalformedInput } from './attack-text.ts';
import { readAttacks } from './read-attacks.ts';

let harness: SlackHarness;
afterEach(() => harness.close());

/** As collections name them: their workspace and app are ours for a while. */
const theirs = { teamId: 'T0TEAM', appId: 'A0APP' };
const inputs = [
  ...ownInputs(),
  ...readAttacks().malformed.filter(({ surface }) => surface.startsWith('slack')),
];

test.each(inputs.map((input): [string, string, MalformedInput] => [input.id, input.name, input]))(
  'TA broken input %s, %s: no failure, no decision that it may not be, and the next request is answered',
  async (_, __, input) => {
    harness = await startSlackHarness(theirs);
    for (const body of [input.body, withOurNames(input.body)]) {
      harness.asked.length = 0;
      const statuses: number[] = [];
      for (const headers of requestsOf(input, body)) {
        const type = body.subarray(0, 1).toString() === '{' ? 'application/json' : form;
        const sent = await harness.send({ contentType: type, body: body as unknown as string }, headers);
        statuses.push(sent.status);
        expect(String(sent.headers['content-type'] ?? 'none')).not.toMatch(/html/);
      }
      expect(statuses.filter((status) => status >= 500)).toEqual([]);
      const decisions = harness.asked.filter(
        ({ asked }) => asked.kind === 'click' || asked.kind === 'submit',
      );
      if (isSigned(input)) {
        expect(decisions.length).toBeLessThanOrEqual(isOneDecision(body) ? 1 : 0);
      } else {
        expect(statuses.every((status) => status === 401 || status === 400 || status === 413)).toBe(true);
        expect(harness.asked).toEqual([]);
      }
    }
    const later = await startSlackHarness();
    expect((await later.send(slackRequests(() => later).message())).status).toBe(200);
    expect(later.asked).toHaveLength(1);
    await later.close();
    expect((await harness.send({ contentType: form, body: good() })).status).toBe(200);
    expect(harness.asked.at(-1)).toMatchObject({ asked: { kind: 'click', action: 'why' } });
  },
  60_000,
);

const form = 'application/x-www-form-urlencoded';

function isSigned({ sign }: MalformedInput): boolean {
  return sign === 'valid' || sign === 'replay';
}

/** Action ids as our cards have them, so that a click that gets through would decide. */
function withOurNames(body: Buffer): Buffer {
  const text = body.toString('latin1');
  if (!text.startsWith('payload=')) return body;
  const named = text.replace(
    /(action_id%22%3A(?:%20|\+)*%22)(approve|reject)(%22)/g,
    '$1holdfast%3A$2%3A0$3',
  );
  return Buffer.from(named, 'latin1');
}

/** One click on one button, of this workspace and this app. */
function isOneDecision(body: Buffer): boolean {
  try {
    const payload = JSON.parse(new URLSearchParams(body.toString('utf8')).get('payload') ?? '') as Record<
      string,
      unknown
    >;
    const { actions, api_app_id: app, team } = payload;
    const isOurs = app === theirs.appId && (team as { id?: string } | undefined)?.id === theirs.teamId;
    return isOurs && Array.isArray(actions) && actions.length === 1;
  } catch {
    return false;
  }
}

/** What stands in the headers, for each time that it is sent. */
function requestsOf({ sign }: MalformedInput, body: Buffer): Record<string, string>[] {
  const now = Math.floor(harness.clock.now().getTime() / 1000);
  const signed = (at: number | string, key = secret, over = body): Record<string, string> => ({
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': signatureOf(key, String(at), over).toString(),
  });
  const good = signed(now);
  const signature = good['x-slack-signature'] ?? '';
  const other = (value: string): Record<string, string>[] => [{ ...good, 'x-slack-signature': value }];
  switch (sign) {
    case 'valid':
      return [good];
    case 'replay':
      return [good, good];
    case 'none':
      return [{ 'x-slack-request-timestamp': '', 'x-slack-signature': '' }];
    case 'wrong_secret':
      return [signed(now, 'another-secret')];
    case 'stale_301s':
      return [signed(now - 301)];
    case 'future_301s':
      return [signed(now + 301)];
    case 'ts_not_integer':
      return [signed(`${now}.5`)];
    case 'truncated':
      return other(signature.slice(0, -2));
    case 'uppercase':
      return other(`v0=${signature.slice(3).toUpperCase()}`);
    case 'v1_prefix':
      return other(signature.replace('v0=', 'v1='));
    case 'two_signatures':
      return other(`v0=${'0'.repeat(64)},${signature}`);
    default: // the body was changed or written again after it was signed
      return [signed(now, secret, Buffer.concat([body, Buffer.from(' ')]))];
  }
}

function payloadOf(change: Record<string, unknown>): Buffer {
  const whole = {
    type: 'block_actions',
    team: { id: 'T0TEAM' },
    api_app_id: 'A0APP',
    trigger_id: '1.2.x',
    user: { id: 'U0csm1', team_id: 'T0TEAM' },
    container: { type: 'message', message_ts: '1763632800.000100', channel_id: 'C0CS' },
    channel: { id: 'C0CS', name: 'cs' },
    response_url: 'https://hooks.slack.com/actions/T0TEAM/1/x',
    actions: [click('approve')],
    ...change,
  };
  return Buffer.from(new URLSearchParams({ payload: JSON.stringify(whole) }).toString());
}

function click(action: string, value: unknown = 'p.1.x'): Record<string, unknown> {
  return { type: 'button', action_id: `holdfast:${action}:0`, block_id: 'b', value, action_ts: '1' };
}

function good(): string {
  return payloadOf({ trigger_id: 'good', actions: [click('why', 'acme')] }).toString();
}

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

/** Of our own: what a collection may lack. */
function ownInputs(): MalformedInput[] {
  const of = (name: string, body: Buffer, sign = 'valid'): MalformedInput => ({
    id: `own-${name.replaceAll(' ', '-')}`,
    surface: 'slack_interaction',
    name,
    sign,
    body,
  });
  return [
    of('two decisions in one click', payloadOf({ actions: [click('approve'), click('reject')] })),
    of('no action', payloadOf({ actions: [] })),
    of('a value that is an object', payloadOf({ actions: [click('approve', { proposal: 'p' })] })),
    of('a value of two megabytes', payloadOf({ actions: [click('approve', 'A'.repeat(2_097_152))] })),
    of('another workspace', payloadOf({ team: { id: 'T0EVIL' } })),
    of('another app', payloadOf({ api_app_id: 'A0EVIL' })),
    of('a form without a view', payloadOf({ type: 'view_submission' })),
    of('depth', Buffer.from(`payload=${encodeURIComponent(nested(20_000))}`)),
    ...[
      'none',
      'wrong_secret',
      'stale_301s',
      'future_301s',
      'replay',
      'truncated',
      'uppercase',
      'v1_prefix',
    ].map((sign) => of(`sign ${sign}`, payloadOf({ trigger_id: sign }), sign)),
    ...['ts_not_integer', 'two_signatures', 'body_modified'].map((sign) =>
      of(`sign ${sign}`, payloadOf({}), sign),
    ),
  ];
}
