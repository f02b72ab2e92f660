import type { ShortcutName } from '../reply.ts';
import { isObject, type JsonObject } from './decode-body.ts';
import { channelNameIn, type Incoming, keyOf, type MessageRef, place, plainText } from './parse.ts';
import { at, textAt } from './paths.ts';
import { slackSurface } from './surface.ts';

/** Translates a shortcut, from a message or from anywhere. A mention of ours in the message is no word of it. */
export function parseShortcut(body: JsonObject, botUserId: string | null): Incoming | null {
  const team = textAt(body, 'user', 'team_id') ?? textAt(body, 'team', 'id');
  const user = textAt(body, 'user', 'id');
  if (!team || !user) return null;
  const channel = textAt(body, 'channel', 'id');
  const shortcut = slackSurface.shortcuts.find(
    ({ callback, type }) =>
      callback === body.callback_id && (type === 'message') === (body.type === 'message_action'),
  );
  const message = body.type === 'message_action' ? messageIn(body, channel, botUserId) : null;
  const trigger = textAt(body, 'trigger_id');
  const thread = textAt(body, 'message', 'thread_ts');
  return {
    keys: [keyOf('shortcut', team, user, trigger ?? textAt(body, 'action_ts') ?? '')],
    team,
    user,
    thread,
    trigger,
    external: false,
    message,
    asked: shortcut
      ? { kind: 'shortcut', name: shortcut.asks, about: null }
      : { kind: 'unknown', what: 'this shortcut' },
    destination: { ...place(channel, user), thread, responseUrl: textAt(body, 'response_url') },
    ...channelNameIn(body),
  };
}

/** The message that a shortcut was called on; null = it names none. */
function messageIn(body: JsonObject, channel: string | null, botUserId: string | null): MessageRef | null {
  const ts = textAt(body, 'message', 'ts') ?? textAt(body, 'message_ts');
  if (channel === null || ts === null) return null;
  const text = textAt(body, 'message', 'text');
  return {
    channel,
    ts,
    text: text === null ? null : plainText(text, botUserId),
    author: authorIn(at(body, 'message')),
  };
}

/** Who wrote a message: a person's id, or the name that an app shows. */
export function authorIn(message: unknown): MessageRef['author'] {
  const user = textAt(message, 'user');
  if (user !== null) return { user };
  const name = textAt(message, 'username') ?? textAt(message, 'bot_profile', 'name');
  return name === null ? null : { name };
}

/**
 * Translates a reaction: a message that somebody marked to be noted. Null for every other emoji, and for what is no
 * message.
 * @param emoji - its name without colons
 */
export function parseMark(body: JsonObject, emoji: string): Incoming | null {
  const event = isObject(body.event) ? body.event : {};
  const [team, user] = [textAt(body, 'team_id'), textAt(event, 'user')];
  const [channel, ts] = [textAt(event, 'item', 'channel'), textAt(event, 'item', 'ts')];
  if (!team || !user || !channel || !ts) return null;
  if (textAt(event, 'item', 'type') !== 'message') return null;
  // A skin tone is another form of the same sign.
  if (textAt(event, 'reaction')?.split('::')[0] !== emoji) return null;
  const marked = textAt(event, 'event_ts') ?? textAt(body, 'event_id') ?? '';
  return {
    keys: [keyOf('mark', team, channel, ts, user, marked)],
    team,
    user,
    thread: null,
    trigger: null,
    asked: { kind: 'mark', about: { key: '', text: '', author: '', url: null } },
    message: { channel, ts, text: null, author: null },
    destination: { ...place(channel, user) },
    external: body.is_ext_shared_channel === true,
  };
}

/** The name of a message, whoever points at it; as the value of a button it leads back to it. */
export function messageKey(team: string, { channel, ts }: Pick<MessageRef, 'channel' | 'ts'>): string {
  return `slack:${team}:${channel}:${ts}`;
}

/** A click on "Write the note" is the shortcut, called on the message that its value names. */
export function asShortcut(incoming: Incoming | null): Incoming | null {
  const asked = incoming?.asked;
  if (!incoming || asked?.kind !== 'click' || asked.action !== 'note-message') return incoming;
  const [, , channel, ts] = /^slack:([^:]+):([^:]+):(\d+\.\d+)$/.exec(asked.value) ?? [];
  const name: ShortcutName = 'note';
  const message = channel && ts ? { channel, ts, text: null, author: null } : null;
  return { ...incoming, asked: { kind: 'shortcut', name, about: null }, message };
}
