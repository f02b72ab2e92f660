import {
  clickEnvelope,
  commandEnvelope,
  type Envelope,
  messageEnvelope,
} from '../../src/bot/playground/envelopes.ts';
import { workspaceIds } from '../../src/bot/playground/workspace.ts';
import type { SlackHarness } from './slack-emulator.ts';

export const user = 'U0csm1';
export const internal = { id: workspaceIds.internal, name: 'customer-success' };

/** Requests of one person in one channel, over the harness of the running test. */
export function slackRequests(harness: () => SlackHarness) {
  function command(text: string, change: Partial<Parameters<typeof commandEnvelope>[0]> = {}): Envelope {
    const responseUrl = harness().api.responseUrl(change.channel?.id ?? internal.id, user, null);
    return commandEnvelope({
      command: '/cs',
      text,
      user,
      channel: internal,
      responseUrl,
      triggerId: `t-${text}`,
      ...change,
    });
  }

  function message(change: Partial<Parameters<typeof messageEnvelope>[0]> = {}): Envelope {
    return messageEnvelope({
      direct: false,
      user,
      channel: internal.id,
      text: '<@U0HOLDFAST> how is acme doing?',
      ts: '1795255200.000100',
      threadTs: null,
      shared: false,
      eventId: 'Ev1',
      at: harness().clock.now(),
      ...change,
    });
  }

  function click(change: Partial<Parameters<typeof clickEnvelope>[0]> = {}): Envelope {
    return clickEnvelope({
      user,
      channel: internal,
      messageTs: '1795255200.000200',
      threadTs: null,
      ephemeral: true,
      action: { type: 'button', action_id: 'holdfast:why:0', value: 'acme' },
      state: {},
      responseUrl: harness().api.responseUrl(internal.id, user, null),
      triggerId: 't-click',
      ...change,
    });
  }

  const shown = (channel: string = internal.id, who = user) =>
    harness()
      .screen(channel, who)
      .map((each) => JSON.stringify(each.blocks));

  return { command, message, click, shown };
}

/** Changes the JSON inside of an envelope. */
export function altered(
  { contentType, body }: Envelope,
  change: (json: Record<string, unknown>) => void,
): Envelope {
  const fields = new URLSearchParams(contentType === 'application/json' ? { payload: body } : body);
  const json = JSON.parse(fields.get('payload') ?? '');
  change(json);
  if (contentType === 'application/json') return { contentType, body: JSON.stringify(json) };
  return { contentType, body: new URLSearchParams({ payload: JSON.stringify(json) }).toString() };
}
