import type { webApi } from '@slack/bolt';
import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../log.ts';
import { startDeadline } from '../platform/deadline.ts';
import { describeError } from '../platform/describe-error.ts';
import type { Reply } from '../reply.ts';
import type { Answering } from './answering.ts';
import { channelInView } from './channel-in-view.ts';
import { isObject, type JsonObject } from './decode-body.ts';
import { isFirst } from './is-first.ts';
import { type Incoming, keyOf } from './parse.ts';
import { textAt } from './paths.ts';
import { renderView, type SlackMessage } from './render.ts';

/** Which channel each person looks at; what Slack told last. */
export interface Viewed {
  note(team: string, user: string, channel: string | null): void;
  /** Null = nobody said so lately */
  of(team: string, user: string): string | null;
}

const viewedMs = 30 * 60_000;
const viewedAtMost = 5_000;

/** Kept in this process alone, for messages that do not say themselves what is in view: it helps to guess, and nothing hangs on it. */
export function createViewed(clock: Clock): Viewed {
  const known = new Map<string, { channel: string; until: number }>();
  return {
    note(team, user, channel) {
      const key = `${team} ${user}`;
      known.delete(key);
      if (channel !== null) known.set(key, { channel, until: clock.now().getTime() + viewedMs });
      const oldest = known.keys().next().value;
      if (known.size > viewedAtMost && oldest !== undefined) known.delete(oldest);
    },
    of(team, user) {
      const found = known.get(`${team} ${user}`);
      return found && clock.now().getTime() < found.until ? found.channel : null;
    },
  };
}

/** Somebody opened the conversation with us, or looks elsewhere while it is open: offers what could be asked. Never rejects. */
export async function offerPrompts(body: JsonObject, own: Answering): Promise<void> {
  const event = isObject(body.event) ? body.event : {};
  const [team, user] = [textAt(body, 'team_id'), textAt(event, 'user')];
  if (!team || !user) return;
  const inView = channelInView(event);
  if (inView !== undefined) own.viewed.note(team, user, inView);
  const channel = textAt(event, 'channel');
  if (!channel || (event.type === 'app_home_opened' && event.tab !== 'messages')) return;
  try {
    const at = textAt(body, 'event_id') ?? textAt(event, 'event_ts') ?? '';
    if (!(await isFirst([keyOf('prompts', team, user, at)], own))) return;
    const viewing = await viewingOf({ team, user }, inView, own);
    const { prompts } = await own.answer({
      platform: 'slack',
      team,
      user,
      channel,
      place: 'direct',
      thread: null,
      asked: { kind: 'prompts' },
      ...(viewing !== null && { viewing }),
    });
    if (!prompts || prompts.length === 0) return;
    const { quick } = await own.connect(team);
    await quick.assistant.threads.setSuggestedPrompts({ channel_id: channel, prompts });
  } catch (error) {
    own.log.warn(describeError(error), 'no prompts could be offered');
  }
}

/**
 * The name of the channel that somebody looks at; null = unknown
 * @param said - what came with their message; undefined = nothing, then what was told last counts
 */
export async function viewingOf(
  { team, user }: { team: string; user: string },
  said: string | null | undefined,
  own: Answering,
): Promise<string | null> {
  const channel = said === undefined ? own.viewed.of(team, user) : said;
  return channel === null ? null : await channelNameOf({ team, channel }, own);
}

/** What people call a channel, as far as Slack says. */
export async function channelNameOf(
  { team, channel }: { team: string; channel: string },
  own: Pick<Answering, 'connect'>,
): Promise<string | null> {
  const { quick } = await own.connect(team);
  const found = await quick.conversations.info({ channel }).catch(() => null);
  return found?.channel?.name ?? null;
}

/** Until a quarter of it nobody wonders; then they see that we are at it, and after it in the conversation itself. */
const streamAfterMs = 4_000;

/**
 * Waits for the answer to a direct message, and shows meanwhile that it is being worked on: a status first, then a
 * message that streams, which the answer completes. What Slack does not take of it is left out.
 * @returns the answer, and the messages of it that are not shown yet
 */
export async function answerVisibly(
  incoming: Incoming,
  answering: Promise<Reply | null>,
  own: Answering,
): Promise<{ reply: Reply; left: SlackMessage[] | null } | null> {
  answering.catch(() => undefined);
  const { team, user, root = null } = incoming;
  const { channel } = incoming.destination;
  const patienceMs = own.streamAfterMs ?? streamAfterMs;
  const quietMs = patienceMs / 4;
  const soon = await within(answering, quietMs);
  if (soon.inTime || channel === null || root === null) return unshown(await answering);
  const { quick } = await own.connect(team);
  const status = { channel_id: channel, thread_ts: root, status: 'is looking it up …' };
  await quick.assistant.threads.setStatus(status).catch((error) => ignore(error, own.log));
  const later = await within(answering, patienceMs - quietMs);
  if (later.inTime) return unshown(later.value);
  const stream = await begin(
    quick,
    { channel, thread_ts: root, recipient_user_id: user, recipient_team_id: team },
    own.log,
  );
  if (stream === null) return unshown(await answering);
  return await complete(quick, { channel, ts: stream }, answering, own);
}

function unshown(reply: Reply | null): { reply: Reply; left: null } | null {
  return reply && { reply, left: null };
}

async function within<T>(
  work: Promise<T>,
  ms: number,
): Promise<{ inTime: true; value: T } | { inTime: false }> {
  const deadline = startDeadline(ms);
  try {
    return await deadline.within(work);
  } finally {
    deadline.stop();
  }
}

const task = { type: 'task_update', id: 'answer', title: 'Looking it up' } as const;

async function begin(
  quick: webApi.WebClient,
  where: Omit<webApi.ChatStartStreamArguments, 'chunks'>,
  log: Log,
): Promise<string | null> {
  try {
    const { ts } = await quick.chat.startStream({ ...where, chunks: [{ ...task, status: 'in_progress' }] });
    return ts ?? null;
  } catch (error) {
    ignore(error, log);
    return null;
  }
}

async function complete(
  quick: webApi.WebClient,
  where: { channel: string; ts: string },
  answering: Promise<Reply | null>,
  own: Answering,
): Promise<{ reply: Reply; left: SlackMessage[] | null } | null> {
  const end = async (status: 'complete' | 'error', blocks: SlackMessage['blocks']): Promise<boolean> => {
    try {
      await quick.chat.appendStream({ ...where, chunks: [{ ...task, status }] });
      await quick.chat.stopStream({ ...where, ...(blocks.length > 0 && { blocks }) });
      return true;
    } catch (error) {
      ignore(error, own.log);
      return false;
    }
  };
  let reply: Reply | null;
  try {
    reply = await answering;
  } catch (error) {
    await end('error', []);
    throw error;
  }
  if (reply === null || reply.form !== undefined) {
    await end('complete', []);
    return unshown(reply);
  }
  const [first, ...rest] = renderView(reply.view, own.linkTo);
  const isShown = first !== undefined && (await end('complete', first.blocks));
  return { reply, left: isShown ? rest : null };
}

/** A workspace without agents, or a token of before, lacks this; the answer comes all the same. */
function ignore(error: unknown, log: Log): void {
  const { data } = { ...(error as { data?: { error?: unknown } }) };
  log.debug({ reason: data?.error }, 'Slack shows no progress here');
}
