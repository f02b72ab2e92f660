import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import type { Member } from '../../domain/member.ts';
import { HoldfastError } from '../../errors.ts';
import {
  clickEnvelope,
  commandEnvelope,
  type Envelope,
  messageEnvelope,
  submitEnvelope,
} from './envelopes.ts';
import { notFound, usage } from './faults.ts';
import { fillForm } from './filled-form.ts';
import { lookAtHome, pressOnHome } from './home-gestures.ts';
import { createMessageGestures, type SeenMessage, seeMessage } from './message-gestures.ts';
import type { SlackApi } from './slack-api.ts';
import { pressed, spoken, typedCommand } from './typed-text.ts';
import { type Conversation, directChannelOf, homeId, type StoredMessage, slackUserOf } from './workspace.ts';

export interface MessageGesture {
  member: string;
  channel: string;
  text: string;
  thread?: string | undefined;
}
export interface CommandGesture {
  member: string;
  channel: string;
  command: string;
  text: string;
}
export interface ClickGesture {
  member: string;
  messageId: string;
  actionId: string;
  value?: string | undefined;
  state?: unknown;
}
/** `messageId` absent = from anywhere. */
export interface ShortcutGesture {
  member: string;
  callback: string;
  messageId?: string | undefined;
}
/** `emoji` is its name without colons. */
export interface ReactionGesture {
  member: string;
  messageId: string;
  emoji: string;
}
export interface SubmitGesture {
  member: string;
  viewId: string;
  state?: unknown;
}

/** A request that Slack would send for what a person did, and where its effects will be seen. */
export interface Gesture {
  envelope: Envelope;
  user: string;
  channels: readonly Conversation[];
}

/** What a person does on the page, turned into Slack's requests. All throw HF_NOT_FOUND, HF_FORBIDDEN or HF_USAGE. */
export interface Gestures {
  message(given: MessageGesture): Gesture;
  command(given: CommandGesture): Gesture;
  /** `messageId: home` = on the person's Home tab */
  click(given: ClickGesture): Gesture;
  shortcut(given: ShortcutGesture): Gesture;
  react(given: ReactionGesture): Gesture;
  /** They look at their Home tab. */
  home(member: string): Gesture;
  /** `errors` = the client itself complains, and nothing is sent. */
  submit(given: SubmitGesture): (Gesture & { errors?: never }) | { errors: Record<string, string> };
  /** The Slack user and the conversation, where this member is in it. */
  seat(memberId: string, channelId: string): { user: string; channel: Conversation };
  channelsOf(memberId: string): { user: string; channels: Conversation[] };
  visible(channel: string, user: string): StoredMessage[];
}

export function createGestures(members: readonly Member[], api: SlackApi, clock: Clock, ids: Ids): Gestures {
  const { workspace } = api;

  const channelsOf: Gestures['channelsOf'] = (memberId) => {
    const user = userOf(members, memberId);
    return { user, channels: workspace.conversations.filter((each) => each.members.includes(user)) };
  };

  const seat: Gestures['seat'] = (memberId, channelId) => {
    const { user, channels } = channelsOf(memberId);
    const channel = findChannel(workspace.conversations, channelId, memberId);
    if (channels.includes(channel)) return { user, channel };
    throw new HoldfastError('HF_FORBIDDEN', `'${memberId}' is not in channel '${channelId}'.`, {
      next: `Use C0CS, C0APPROVALS, C0SHARED or D0${memberId}.`,
    });
  };

  const visible: Gestures['visible'] = (channel, user) =>
    workspace.visible(channel, user).filter(({ echo }) => !echo);

  const seen = (channels: readonly Conversation[], user: string, id: string): SeenMessage =>
    seeMessage(channels, workspace, (channel) => visible(channel, user), id);

  const command: Gestures['command'] = (given) => {
    const { user, channel } = seat(given.member, given.channel);
    if (!/^\/\S+$/.test(given.command)) throw usage(`'${given.command}' is not a slash command.`, 'Use /cs.');
    echoCommand(workspace, channel.id, user, given);
    const tickets = { responseUrl: api.responseUrl(channel.id, user, null), triggerId: api.trigger(user) };
    const { command: name, text } = given;
    return {
      envelope: commandEnvelope({ command: name, text, user, channel, ...tickets }),
      user,
      channels: [channel],
    };
  };

  const message: Gestures['message'] = (given) => {
    const typed = typedCommand(given.text);
    if (typed) {
      if (given.thread === undefined) return command({ ...given, ...typed });
      throw usage('Slash commands do not work inside threads.', 'Send the command to the channel.');
    }
    const { user, channel } = seat(given.member, given.channel);
    const parent = given.thread === undefined ? null : workspace.find(channel.id, given.thread);
    if (given.thread !== undefined && parent === null) throw notFound('message', given.thread);
    const direct = channel.kind === 'direct';
    const threadTs = parent === null ? null : (parent.threadTs ?? parent.ts);
    const said = spoken(given.text, direct);
    const { ts, text } = workspace.add({ channel: channel.id, user, ...said, threadTs, onlyFor: null });
    const envelope = messageEnvelope({
      direct,
      user,
      text,
      ts,
      threadTs,
      channel: channel.id,
      shared: channel.kind === 'shared',
      eventId: `Ev${ids.trace()}`,
      at: clock.now(),
    });
    return { envelope, user, channels: [channel] };
  };

  const click: Gestures['click'] = ({ member, messageId, actionId, value, state }) => {
    const { user, channels } = channelsOf(member);
    if (messageId === homeId) return pressOnHome(seat(member, directChannelOf(member)), api, actionId, value);
    const { channel, message: clicked } = seen(channels, user, messageId);
    const envelope = clickEnvelope({
      user,
      channel,
      state,
      messageTs: messageId,
      threadTs: clicked.threadTs,
      ephemeral: clicked.onlyFor !== null,
      action: pressed(clicked.blocks, actionId, value),
      responseUrl: api.responseUrl(channel.id, user, messageId),
      triggerId: api.trigger(user),
    });
    return { envelope, user, channels: [channel] };
  };

  const home: Gestures['home'] = (member) => lookAtHome(seat(member, directChannelOf(member)), clock, ids);

  const submit: Gestures['submit'] = ({ member, viewId, state }) => {
    const { user, channels } = channelsOf(member);
    const opened = api.openViews.get(viewId);
    if (opened?.user !== user) throw notFound('form', viewId);
    const { view } = opened;
    const filled = fillForm(view, state);
    if (Object.keys(filled.errors).length > 0) return { errors: filled.errors };
    return {
      envelope: submitEnvelope({ user, viewId, view, state: filled.state, triggerId: api.trigger(user) }),
      user,
      channels,
    };
  };

  const { shortcut, react } = createMessageGestures(channelsOf, seen, { api, clock, ids });
  return { message, command, click, shortcut, react, home, submit, seat, channelsOf, visible };
}

/** What they typed stands in the channel for them alone, as in Slack's own client. */
function echoCommand(
  workspace: SlackApi['workspace'],
  channel: string,
  user: string,
  given: CommandGesture,
): void {
  const text = `${given.command} ${given.text}`.trim();
  workspace.add({ channel, user, text, blocks: [], threadTs: null, onlyFor: user, echo: true });
}

function userOf(members: readonly Member[], id: string): string {
  if (members.some((member) => member.id === id)) return slackUserOf(id);
  throw new HoldfastError('HF_NOT_FOUND', `There is no member '${id}'.`, {
    next: `Use one of: ${members.map((member) => member.id).join(', ')}.`,
  });
}

function findChannel(conversations: readonly Conversation[], id: string, memberId: string): Conversation {
  const wanted = id.replace(/^#/, '').toLowerCase();
  const found = conversations.find(
    (each) => each.id.toLowerCase() === wanted || (each.kind !== 'direct' && each.name === wanted),
  );
  if (found) return found;
  throw new HoldfastError('HF_NOT_FOUND', `There is no channel '${id}'.`, {
    next: `Use C0CS, C0APPROVALS, C0SHARED or D0${memberId}.`,
  });
}
