import { setTimeout as wait } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import { HoldfastError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { describeError } from '../platform/describe-error.ts';
import { slackLimits } from './limits.ts';
import type { Destination } from './parse.ts';
import type { SlackMessage } from './render.ts';
import { allowedResponseUrl } from './response-url.ts';

/** Sends answers to whoever asked, to be seen by them alone. */
export interface Messenger {
  /**
   * @returns the `ts` of the first message where others can be hung under it; null = it is private
   * @throws {HoldfastError} HF_SLACK_FAILED when a message could not be delivered by any way
   */
  send(destination: Destination, messages: readonly SlackMessage[]): Promise<string | null>;
}

/** Longest pause that Slack may ask for before an answer is given up; a person does not wait longer. */
const longestPauseSeconds = 30;
const attempts = 3;
const timeoutMs = 10_000;

/**
 * Replies go through the request's own response address where it has one that may be followed, else to the channel
 * as ephemeral messages, else to the person as direct messages.
 */
export function createMessenger(client: webApi.WebClient, apiUrl: string, log: Log): Messenger {
  const post = (given: webApi.ChatPostMessageArguments) =>
    patiently(() => client.chat.postMessage({ ...quietly, mrkdwn: false, ...given }));

  async function respond(
    url: URL,
    message: SlackMessage,
    destination: Destination,
    first: boolean,
  ): Promise<boolean> {
    const body = {
      ...quietly,
      mrkdwn: false,
      ...message,
      response_type: 'ephemeral',
      replace_original: first && destination.replaceOriginal,
      ...(destination.thread === null ? {} : { thread_ts: destination.thread }),
    };
    try {
      await patiently(() => postTo(url, body));
      return true;
    } catch (error) {
      log.warn(describeError(error), 'a response address did not take the answer; sending it another way');
      return false;
    }
  }

  async function whisper({ channel, user, thread }: Destination, message: SlackMessage): Promise<void> {
    if (channel !== null) {
      try {
        const given = { ...quietly, channel, user, ...threaded(thread), ...message };
        await patiently(() => client.chat.postEphemeral(given));
        return;
      } catch (error) {
        if (!cannotPostThere(error)) throw error;
      }
    }
    await post({ channel: user, ...message });
  }

  async function deliver(
    destination: Destination,
    messages: readonly SlackMessage[],
  ): Promise<string | null> {
    const url = destination.direct ? null : allowedResponseUrl(destination.responseUrl, apiUrl);
    let usesLeft = url === null ? 0 : slackLimits.responseUrlUses;
    let thread = destination.thread;
    let posted: string | null = null;
    for (const [index, message] of messages.entries()) {
      if (destination.direct && destination.channel !== null) {
        const { ts } = await post({ channel: destination.channel, ...threaded(thread), ...message });
        // What does not fit into the first message hangs under it.
        if (index === 0) posted = ts ?? null;
        thread ??= posted;
        continue;
      }
      if (url !== null && usesLeft > 0) {
        usesLeft--;
        if (await respond(url, message, destination, index === 0)) continue;
        usesLeft = 0;
      }
      await whisper(destination, message);
    }
    return posted;
  }

  return {
    async send(destination, messages) {
      try {
        return await deliver(destination, messages);
      } catch (cause) {
        throw new HoldfastError('HF_SLACK_FAILED', 'Slack did not take an answer.', { cause });
      }
    },
  };
}

/** Nothing in an answer may call people or make Slack fetch an address. */
const quietly = { unfurl_links: false, unfurl_media: false, link_names: false, parse: 'none' } as const;

function threaded(thread: string | null): { thread_ts?: string } {
  return thread === null ? {} : { thread_ts: thread };
}

/** A refusal of the response address, with the pause that it asks for. */
class ResponseRefused extends Error {
  readonly retryAfter: number | null;

  constructor(status: number, retryAfter: number | null) {
    super(`The response address answered ${status}.`);
    this.name = 'ResponseRefused';
    this.retryAfter = retryAfter;
  }
}

async function postTo(url: URL, body: Record<string, unknown>): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  await response.body?.cancel();
  const pause = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (!response.ok)
    throw new ResponseRefused(response.status, response.status === 429 && pause >= 0 ? pause : null);
}

/** Waits as long as Slack asks for, within bounds, and tries again. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      const pause = error instanceof Error && 'retryAfter' in error ? error.retryAfter : null;
      if (typeof pause !== 'number' || pause > longestPauseSeconds || tried === attempts) throw error;
      await wait(pause * 1_000);
    }
  }
}

const unreachable = new Set([
  'channel_not_found',
  'not_in_channel',
  'user_not_in_channel',
  'is_archived',
  'restricted_action',
]);

function cannotPostThere(error: unknown): boolean {
  const data = error instanceof Error && 'data' in error ? error.data : null;
  const reason = data !== null && typeof data === 'object' && 'error' in data ? data.error : null;
  return typeof reason === 'string' && unreachable.has(reason);
}
