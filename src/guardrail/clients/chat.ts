import type { View } from '../../views/view.ts';
import { type ChatPort, isChatFailure } from '../chat-port.ts';
import type { Away, CallOutcome, Connector, LookupOutcome } from '../connector.ts';
import { type Grant, requireGrant } from '../grant.ts';
import { notHappened } from './http-outcome.ts';

/**
 * Posts may have been made from this long before the grant, by the platform's clock: ours may have been ahead by an hour or a
 * time zone when it was given. A post that is looked for in too short a time would be made twice.
 */
const clockSlackMs = 24 * 3_600_000;

/**
 * Posts stored views into channels. The platform has no idempotency; its messages carry our key, so that a lost answer
 * can be looked up.
 */
export function createChatConnector(port: ChatPort): Connector {
  return {
    name: 'chat',
    delivery: () => 'lookup',
    preview: ({ params }) => ({
      connector: 'chat',
      target: `channel ${String(params.channel)}`,
      request: params,
    }),
    async perform(grant, signal) {
      requireGrant(grant);
      const { kind } = grant.action;
      if (kind !== 'message.post') return notHappened(`A chat cannot carry out ${kind}`, true);
      if (signal.aborted) return notHappened('it was stopped before it began', false);
      const { channel, view, thread } = readParams(grant);
      try {
        const posted = await port.post(channel, view, {
          key: grant.key,
          ...(thread === undefined ? {} : { thread }),
        });
        return { kind: 'done', receipt: { ...posted } };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    async lookup(grant): Promise<LookupOutcome> {
      requireGrant(grant);
      const { channel, thread } = readParams(grant);
      const since = new Date(new Date(grant.grantedAt).getTime() - clockSlackMs);
      try {
        const message = await port.lookup(channel, grant.key, since, thread);
        return message === null ? { kind: 'absent' } : { kind: 'happened', receipt: { channel, message } };
      } catch (error) {
        return {
          kind: 'unsure',
          reason: error instanceof Error ? error.message : 'the platform did not say',
          ...awayOf(error),
        };
      }
    },
  };
}

interface PostParams {
  channel: string;
  view: View;
  thread?: string;
}

function readParams({ action }: Grant): PostParams {
  return action.params as unknown as PostParams;
}

function outcomeOf(error: unknown): CallOutcome {
  if (!isChatFailure(error)) {
    return {
      kind: 'unknown',
      reason: error instanceof Error ? error.message.slice(0, 300) : 'no reason given',
    };
  }
  const { nothingHappened, permanent, retryAfterMs, message } = error;
  return nothingHappened
    ? { kind: 'not_happened', reason: message, permanent, retryAfterMs, ...awayOf(error) }
    : { kind: 'unknown', reason: message, ...awayOf(error) };
}

function awayOf(error: unknown): { away?: Away } {
  return isChatFailure(error) && error.away ? { away: error.away } : {};
}
