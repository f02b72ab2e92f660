import { failed, type Method, textOf } from './slack-answers.ts';
import type { StoredMessage, Workspace } from './workspace.ts';

const mostPerPage = 999;
const usualPerPage = 100;

/**
 * What was said in a channel, newest first, and in a thread, oldest first; nobody reads ephemeral messages there.
 * Source: https://docs.slack.dev/reference/methods/conversations.history and conversations.replies
 */
export function historyMethods(workspace: Workspace): Record<string, Method> {
  const inChannel = (channel: string) =>
    workspace.everything(channel).filter(({ onlyFor, echo }) => onlyFor === null && !echo);
  return {
    'conversations.history': (given) => {
      const channel = textOf(given.channel);
      if (workspace.conversation(channel) === null) return failed('channel_not_found');
      const messages = inChannel(channel).filter(({ threadTs }) => threadTs === null);
      return pageOf(messages.reverse(), given);
    },
    'conversations.replies': (given) => {
      const channel = textOf(given.channel);
      const ts = textOf(given.ts);
      if (workspace.conversation(channel) === null) return failed('channel_not_found');
      if (workspace.find(channel, ts) === null) return failed('thread_not_found');
      return pageOf(
        inChannel(channel).filter((each) => each.ts === ts || each.threadTs === ts),
        given,
      );
    },
  };
}

function pageOf(messages: readonly StoredMessage[], given: Parameters<Method>[0]): ReturnType<Method> {
  const inclusive = String(given.inclusive) === 'true';
  const oldest = textOf(given.oldest) || '0';
  const latest = textOf(given.latest) || 'Infinity';
  const recent = messages.filter(({ ts }) =>
    inclusive
      ? Number(ts) >= Number(oldest) && Number(ts) <= Number(latest)
      : Number(ts) > Number(oldest) && Number(ts) < Number(latest),
  );
  const limit = Math.min(Number(given.limit ?? usualPerPage) || usualPerPage, mostPerPage);
  const from = Number(textOf(given.cursor) || 0);
  const more = recent.length > from + limit;
  return {
    ok: true,
    messages: recent
      .slice(from, from + limit)
      .map((message) => shown(message, String(given.include_all_metadata) === 'true')),
    has_more: more,
    ...(more && { response_metadata: { next_cursor: String(from + limit) } }),
  };
}

function shown({ ts, user, text, blocks, threadTs, metadata }: StoredMessage, all: boolean): object {
  return {
    type: 'message',
    ts,
    user,
    text,
    blocks,
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
    ...(metadata !== undefined && { metadata: all ? metadata : { event_type: metadata.event_type } }),
  };
}
