import type { webApi } from '@slack/bolt';
import { readSlackPlace, slackPlace } from '../../domain/slack-place.ts';
import type { View } from '../../views/view.ts';
import { PostFailed } from '../platform/post-failed.ts';
import { slackLimits } from './limits.ts';
import { classifyPostFailure } from './post-failure.ts';
import { renderView, type SlackMessage, withoutPictures } from './render.ts';
import type { LinkTo } from './rich-text.ts';

/** Where a post stands. */
export interface Posted {
  /** With its workspace, where the place that was asked for had one. */
  channel: string;
  /** Slack's `ts`. */
  message: string;
}

/** Posts for everybody in a channel. It retries nothing: whoever calls it knows whether trying again is safe. */
export interface Poster {
  /**
   * Posts a view; what does not fit into one message hangs under it.
   * @param where - `key` finds the post again, whatever became of the answer
   * @throws {PostFailed} which says whether nothing is there for sure
   */
  post(channel: string, view: View, where: { key: string; thread?: string | undefined }): Promise<Posted>;
  /** Replaces a post of ours. @throws {PostFailed} */
  update(channel: string, message: string, view: View): Promise<void>;
  /**
   * Looks for a post by its key, from an instant on.
   * @returns its `ts`; null = it is not there
   * @throws {PostFailed} when Slack cannot say, or a part of the post is missing
   */
  lookup(channel: string, key: string, since: Date, thread?: string): Promise<string | null>;
}

/** The name of our metadata in Slack. */
const eventType = 'holdfast_effect';

/**
 * @param clientOf - the way to a workspace, without retries of its own, or one post could become two; null team = where we
 * speak up by ourselves; null = the app is not installed there
 * @param isShared - whether another company can read along in a channel: nothing is posted there
 */
export function createPoster(
  clientOf: (team: string | null) => Promise<webApi.WebClient | null>,
  linkTo: LinkTo,
  isShared: (channel: string, team: string | null) => Promise<boolean> = async () => false,
): Poster {
  async function call<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      throw classifyPostFailure(error);
    }
  }

  /** The place's workspace decides whose token is used; no other one is ever asked instead. */
  async function reach(place: string): Promise<Reached> {
    const { team, channel } = readSlackPlace(place);
    const client = await call(() => clientOf(team));
    if (client === null) throw notInstalled(team);
    return { client, team, channel };
  }

  async function postOne(
    { client, team, channel }: Reached,
    message: SlackMessage,
    thread: string | undefined,
    effect: { key: string; part: number; parts: number },
  ): Promise<Posted> {
    const send = (shown: SlackMessage) =>
      client.chat.postMessage({
        channel,
        ...shown,
        ...quietly,
        ...(thread === undefined ? {} : { thread_ts: thread }),
        metadata: { event_type: eventType, event_payload: effect },
      });
    const sent = await call(async () => {
      try {
        return await send(message);
      } catch (error) {
        if (!isAboutPictures(error, message)) throw error;
        return await send(withoutPictures(message));
      }
    });
    const there = sent.channel ?? channel;
    if (sent.ts !== undefined)
      return { channel: team === null ? there : slackPlace(team, there), message: sent.ts };
    throw new PostFailed('Slack answered without saying where the message is.', {
      nothingHappened: false,
      permanent: false,
      retryAfterMs: null,
    });
  }

  return {
    async post(place, view, { key, thread }) {
      requireKey(key);
      const reached = await reach(place);
      const { team, channel } = reached;
      if (/^[CG]/.test(channel) && (await isShared(channel, team))) throw sharedOutside(channel);
      const messages = renderView(view, linkTo);
      const parts = messages.length;
      const [first, ...rest] = messages;
      if (first === undefined) throw new Error('a view is drawn as no message');
      const posted = await postOne(reached, first, thread, { key, part: 1, parts });
      for (const [index, message] of rest.entries()) {
        try {
          await postOne(reached, message, thread ?? posted.message, { key, part: index + 2, parts });
        } catch (cause) {
          throw new PostFailed(`Part ${index + 2} of ${parts} of a post is missing.`, {
            nothingHappened: false,
            permanent: false,
            retryAfterMs: null,
            cause,
          });
        }
      }
      return posted;
    },
    async update(place, message, view) {
      const [only, ...rest] = renderView(view, linkTo);
      if (only === undefined || rest.length > 0) {
        throw new PostFailed('A post that is replaced has to be one message.', {
          nothingHappened: true,
          permanent: true,
          retryAfterMs: null,
        });
      }
      const { client, channel } = await reach(place);
      await call(() =>
        client.chat.update({ channel, ts: message, ...only, link_names: false, parse: 'none' }),
      );
    },
    async lookup(place, key, since, thread) {
      const { client, channel } = await reach(place);
      return await findPost(client, call, { channel, key, since, thread });
    },
  };
}

/** Slack takes no message whose picture it cannot fetch; then nothing was posted. */
function isAboutPictures(error: unknown, { blocks }: SlackMessage): boolean {
  const { data } = { ...(error as { data?: { error?: unknown } }) };
  return data?.error === 'invalid_blocks' && blocks.some(({ type }) => type === 'image');
}

const quietly = {
  unfurl_links: false,
  unfurl_media: false,
  link_names: false,
  parse: 'none',
  mrkdwn: false,
} as const;

/** A place, and the way to it. */
interface Reached {
  client: webApi.WebClient;
  team: string | null;
  channel: string;
}

function notInstalled(team: string | null): PostFailed {
  const where = team === null ? 'any workspace' : `the workspace ${team}`;
  return new PostFailed(`The app is not installed in ${where}, so nothing is posted there.`, {
    nothingHappened: true,
    // A named workspace is a mistake, or took the app away; before the first installation a post waits for it.
    permanent: team !== null,
    retryAfterMs: null,
  });
}

function sharedOutside(channel: string): PostFailed {
  return new PostFailed(`Channel ${channel} is shared with another company, so nothing is posted there.`, {
    nothingHappened: true,
    permanent: true,
    retryAfterMs: null,
  });
}

function requireKey(key: string): void {
  if (key !== '' && key.length <= slackLimits.metadataKey) return;
  throw new PostFailed(
    `A post's key has ${key.length} characters; 1 to ${slackLimits.metadataKey} are allowed.`,
    {
      nothingHappened: true,
      permanent: true,
      retryAfterMs: null,
    },
  );
}

interface Wanted {
  channel: string;
  key: string;
  since: Date;
  thread: string | undefined;
}

/** More pages than this are not read; then nobody can say. */
const mostPages = 25;
const perPage = 200;

async function findPost(
  client: webApi.WebClient,
  call: <T>(attempt: () => Promise<T>) => Promise<T>,
  { channel, key, since, thread }: Wanted,
): Promise<string | null> {
  const oldest = (since.getTime() / 1_000).toFixed(6);
  const read = async (parent: string | undefined): Promise<Found[]> => {
    const found: Found[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const given = {
        channel,
        oldest,
        inclusive: true,
        include_all_metadata: true,
        limit: perPage,
        ...(cursor === undefined ? {} : { cursor }),
      };
      const answer = await call(() =>
        parent === undefined
          ? client.conversations.history(given)
          : client.conversations.replies({ ...given, ts: parent }),
      );
      found.push(...(answer.messages ?? []).flatMap((message) => foundIn(message, key)));
      // A channel comes newest first, with the head of a post alone: its other parts hang under it.
      if (parent === undefined && found.some(({ part }) => part === 1)) return found;
      cursor = answer.response_metadata?.next_cursor || undefined;
      if (cursor === undefined) return found;
    }
    throw new PostFailed(`More than ${mostPages * perPage} messages since then: it cannot be found.`, {
      nothingHappened: false,
      permanent: true,
      retryAfterMs: null,
    });
  };
  const found = await read(thread);
  const first = found.find(({ part }) => part === 1);
  if (first === undefined) return null;
  const parts = thread === undefined && first.parts > 1 ? [...found, ...(await read(first.ts))] : found;
  const present = new Set(parts.map(({ part }) => part)).size;
  if (present >= first.parts) return first.ts;
  throw new PostFailed(`Only ${present} of ${first.parts} parts of the post are there.`, {
    nothingHappened: false,
    permanent: true,
    retryAfterMs: null,
  });
}

interface Found {
  ts: string;
  part: number;
  parts: number;
}

function foundIn(
  message: { ts?: string; metadata?: { event_type?: string; event_payload?: object } },
  key: string,
): Found[] {
  const payload = { ...message.metadata?.event_payload } as Record<string, unknown>;
  const { ts } = message;
  if (message.metadata?.event_type !== eventType || payload.key !== key || ts === undefined) return [];
  return [{ ts, part: Number(payload.part ?? 1), parts: Number(payload.parts ?? 1) }];
}
