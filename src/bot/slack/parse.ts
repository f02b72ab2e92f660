import type { Asked } from '../reply.ts';
import { channelInView } from './channel-in-view.ts';
import { isObject, type JsonObject } from './decode-body.ts';
import { slackLimits } from './limits.ts';
import { at, textAt } from './paths.ts';
import { slackSurface } from './surface.ts';

/** Where an answer goes. */
export interface Destination {
  channel: string | null; // null = the request came from no channel (a modal, a global shortcut)
  user: string;
  /** A conversation of this person and the bot alone: answers are ordinary messages there. */
  direct: boolean;
  /** Where to post within the channel; null = not in a thread. */
  thread: string | null;
  responseUrl: string | null;
  /** The click came from a picker in a private message: the answer takes its place. */
  replaceOriginal: boolean;
  /** It was asked on the person's Home tab, which is drawn anew afterwards. */
  home: boolean;
}

/** A message that a request points at, as far as the request says. */
export interface MessageRef {
  channel: string;
  ts: string;
  text: string | null; // null = it has to be read
  /** Somebody's id, or the name that an app shows; null = unknown */
  author: { user: string } | { name: string } | null;
}

/** One request of a person, translated. */
export interface Incoming {
  /** A request of which one of these came before is the same one delivered again. The order is the same each time. */
  keys: readonly string[];
  team: string;
  user: string;
  /** The thread that a follow-up would be asked in; null = none. */
  thread: string | null;
  asked: Asked | { kind: 'unknown'; what: string };
  destination: Destination;
  channelName?: string;
  /** The event says itself that another company can read along. */
  external: boolean;
  /** Opens one form within three seconds; null = nothing can be opened from here. */
  trigger: string | null;
  /** The message under which a thread about it stands; absent = it is no message. */
  root?: string;
  /** The channel that they looked at meanwhile; null = none, absent = the request does not say. */
  inView?: string | null;
  /** What it points at; absent or null = no message. */
  message?: MessageRef | null;
}

/** Translates a slash command. */
export function parseCommand(body: JsonObject): Incoming | null {
  const [team, user, channel] = [
    textAt(body, 'team_id'),
    textAt(body, 'user_id'),
    textAt(body, 'channel_id'),
  ];
  const command = textAt(body, 'command');
  if (!team || !user || !channel || !command) return null;
  return {
    keys: [
      keyOf('command', team, channel, textAt(body, 'trigger_id') ?? `${user}:${textAt(body, 'text') ?? ''}`),
    ],
    team,
    user,
    thread: null,
    asked:
      command === slackSurface.command
        ? { kind: 'command', text: plainText(textAt(body, 'text') ?? '', null) }
        : { kind: 'unknown', what: `the command ${command}` },
    destination: { ...place(channel, user), direct: false, responseUrl: textAt(body, 'response_url') },
    external: false,
    trigger: textAt(body, 'trigger_id'),
  };
}

/** What Slack says instead of a name. Source: https://docs.slack.dev/interactivity/implementing-slash-commands */
const unnamed: ReadonlySet<string> = new Set(['directmessage', 'privategroup']);

/** What people call the channel of a click or shortcut, where Slack says it. */
export function channelNameIn(body: JsonObject): { channelName?: string } {
  const channelName = textAt(body, 'channel', 'name');
  return channelName === null || unnamed.has(channelName) ? {} : { channelName };
}

/** Translates a click on a button or a choice in a picker. */
export function parseClick(body: JsonObject): Incoming | null {
  const team = textAt(body, 'user', 'team_id') ?? textAt(body, 'team', 'id');
  const user = textAt(body, 'user', 'id');
  if (!team || !user) return null;
  const channel = textAt(body, 'channel', 'id') ?? textAt(body, 'container', 'channel_id');
  const actions = Array.isArray(body.actions) ? body.actions.filter(isObject) : [];
  const asked = actions.length === 1 && actions[0] ? clickOf(actions[0]) : null;
  const thread = textAt(body, 'container', 'thread_ts');
  const ephemeral = at(body, 'container', 'is_ephemeral') === true;
  const source = `${textAt(body, 'container', 'message_ts') ?? ''}:${actions.map((action) => textAt(action, 'action_ts') ?? '').join()}`;
  return {
    keys: [keyOf('click', team, channel ?? user, textAt(body, 'trigger_id') ?? `${user}:${source}`)],
    team,
    user,
    thread,
    asked: asked ?? { kind: 'unknown', what: 'this control' },
    destination: {
      ...place(channel, user),
      thread,
      responseUrl: textAt(body, 'response_url'),
      replaceOriginal: ephemeral && asked !== null && actions[0]?.type === 'static_select',
      home: textAt(body, 'view', 'type') === 'home',
    },
    ...channelNameIn(body),
    external: false,
    trigger: textAt(body, 'trigger_id'),
  };
}

/**
 * Translates a mention or a direct message; null for everything that is no question of a person: edits, deletions,
 * joins, messages of bots and of this app itself.
 */
export function parseMessage(body: JsonObject, botUserId: string | null): Incoming | null {
  const event = isObject(body.event) ? body.event : {};
  const [channel, user, ts] = [textAt(event, 'channel'), textAt(event, 'user'), textAt(event, 'ts')];
  const team = textAt(event, 'user_team') ?? textAt(event, 'team') ?? textAt(body, 'team_id');
  if (!channel || !user || !ts || !team) return null;
  if (event.bot_id !== undefined || event.edited !== undefined) return null;
  if (event.subtype !== undefined && !personal.has(event.subtype)) return null;
  if (user === botUserId || user === 'USLACKBOT') return null;
  const direct = event.channel_type === 'im' || channel.startsWith('D');
  if (event.type !== 'app_mention' && !(event.type === 'message' && direct)) return null;
  const thread = textAt(event, 'thread_ts');
  const [workspace, eventId] = [textAt(body, 'team_id') ?? team, textAt(body, 'event_id')];
  const text = plainText(textAt(event, 'text') ?? '', botUserId);
  const inView = channelInView(event);
  return {
    keys: [
      keyOf('message', workspace, channel, ts),
      ...(eventId === null ? [] : [keyOf('event', workspace, eventId)]),
    ],
    team,
    user,
    // A reply to a mention is asked in the thread under it; a direct chat is one conversation.
    thread: thread ?? (direct ? null : ts),
    root: thread ?? ts,
    asked: text === '' ? { kind: 'command', text: 'help' } : { kind: 'message', text },
    destination: { ...place(channel, user), direct, thread },
    external: body.is_ext_shared_channel === true,
    trigger: null,
    ...(inView !== undefined && { inView }),
  };
}

/** What a person writes with a file beside it, or from a thread for the whole channel, is a message as any other. */
const personal: ReadonlySet<unknown> = new Set(['file_share', 'thread_broadcast']);

function clickOf(action: JsonObject): Asked | null {
  const name = /^holdfast:([a-z][a-z-]{0,40}):\d{1,6}$/.exec(textAt(action, 'action_id') ?? '')?.[1];
  const value = textAt(action, 'value') ?? textAt(action, 'selected_option', 'value') ?? '';
  if (name === undefined || value.length > slackLimits.buttonValue) return null;
  if (action.type !== 'button' && action.type !== 'static_select') return null;
  return { kind: 'click', action: name, value };
}

/**
 * What a person typed, out of Slack's form of it: mentions of the bot gone, links and channels as their visible
 * text, escapes undone. Source: https://docs.slack.dev/messaging/formatting-message-text
 */
export function plainText(text: string, botUserId: string | null): string {
  const bot = botUserId === null ? null : new RegExp(`<@${botUserId.replace(/\W/g, '')}(\\|[^>]*)?>`, 'g');
  return (bot ? text.replace(bot, ' ') : text)
    .replace(
      /<([@#!])?([^<>|]*)(?:\|([^<>]*))?>/g,
      (_, sign: string | undefined, target: string, label: string | undefined) =>
        label
          ? `${sign === '#' ? '#' : ''}${label}`
          : sign === undefined
            ? target.replace(/^(https?:\/\/|mailto:)/, '')
            : `${sign}${target}`,
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The conversation itself, in nobody's thread. */
export function place(channel: string | null, user: string): Destination {
  const direct = channel?.startsWith('D') ?? false;
  return { channel, user, direct, thread: null, responseUrl: null, replaceOriginal: false, home: false };
}

/** The name under which one request is known, however often it is delivered. */
export function keyOf(kind: string, ...parts: string[]): string {
  return ['slack', kind, ...parts].join(':').slice(0, 500);
}
