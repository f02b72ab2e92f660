import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import { type Envelope, reactionEnvelope, shortcutEnvelope } from './envelopes.ts';
import { notFound } from './faults.ts';
import type { Gestures } from './gestures.ts';
import type { SlackApi } from './slack-api.ts';
import type { Conversation, StoredMessage, Workspace } from './workspace.ts';

/** A message on somebody's screen. */
export interface SeenMessage {
  channel: Conversation;
  message: StoredMessage;
}

/** The message of this id on a screen. @throws {HoldfastError} HF_NOT_FOUND */
export function seeMessage(
  channels: readonly Conversation[],
  { find }: Workspace,
  visible: (channel: string) => readonly StoredMessage[],
  id: string,
): SeenMessage {
  const channel = channels.find((each) => visible(each.id).some(({ ts }) => ts === id));
  const message = channel ? find(channel.id, id) : null;
  if (!channel || !message) throw notFound('message', id);
  return { channel, message };
}

/** What people do to messages of others. */
export function createMessageGestures(
  channelsOf: Gestures['channelsOf'],
  see: (channels: readonly Conversation[], user: string, id: string) => SeenMessage,
  { api, clock, ids }: { api: SlackApi; clock: Clock; ids: Ids },
): Pick<Gestures, 'shortcut' | 'react'> {
  return {
    shortcut({ member, callback, messageId }) {
      const { user, channels } = channelsOf(member);
      const on = messageId === undefined ? null : see(channels, user, messageId);
      return { envelope: callShortcut({ user, callback }, on, api), user, channels };
    },
    react({ member, messageId, emoji }) {
      const { user, channels } = channelsOf(member);
      const seen = see(channels, user, messageId);
      api.workspace.react(seen.message, emoji, user);
      return {
        envelope: reactTo({ user, emoji }, seen, clock, ids),
        user,
        channels,
      };
    },
  };
}

/** They call a shortcut, on a message or from nowhere. */
function callShortcut(
  { user, callback }: { user: string; callback: string },
  on: SeenMessage | null,
  api: SlackApi,
): Envelope {
  const given = { user, callback, triggerId: api.trigger(user) };
  if (on === null) return shortcutEnvelope(given);
  const { id, name } = on.channel;
  const { ts, user: author, text, threadTs } = on.message;
  const message = { ts, user: author, text, ...(threadTs === null ? {} : { thread_ts: threadTs }) };
  const responseUrl = api.responseUrl(id, user, null);
  return shortcutEnvelope({ ...given, on: { channel: { id, name }, message, responseUrl } });
}

/** They react to a message. */
function reactTo(
  { user, emoji }: { user: string; emoji: string },
  { channel, message }: SeenMessage,
  clock: Clock,
  ids: Ids,
): Envelope {
  return reactionEnvelope({
    user,
    emoji,
    channel: channel.id,
    ts: message.ts,
    author: message.user,
    shared: channel.kind === 'shared',
    eventId: `Ev${ids.trace()}`,
    at: clock.now(),
  });
}
