import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import type { Member } from '../../domain/member.ts';
import type { Log } from '../../log.ts';
import type { ChatRequest, Reply } from '../reply.ts';
import { createSlackApp, type SlackApp } from '../slack/app.ts';
import type { RawResponse } from '../slack/receive.ts';
import type { LinkTo } from '../slack/rich-text.ts';
import { signatureOf } from '../slack/signature.ts';
import type { Envelope } from './envelopes.ts';
import { usage } from './faults.ts';
import {
  type ClickGesture,
  type CommandGesture,
  createGestures,
  type Gesture,
  type MessageGesture,
  type SubmitGesture,
} from './gestures.ts';
import { type SlackApi, startSlackApi } from './slack-api.ts';
import { type Conversation, createWorkspace, type StoredMessage, workspaceIds } from './workspace.ts';

/** What the playground needs: the people who try it, and the bot's answers. */
export interface PlaygroundOptions {
  members: readonly Member[];
  /** Requests arrive as platform `local`, team `local`, user = the member's id. */
  answer(request: ChatRequest): Promise<Reply>;
  firstDelivery(key: string): Promise<boolean>;
  linkTo: LinkTo;
  log: Log;
  clock: Clock;
  ids: Ids;
}

/** A message as the API gives it: Slack's shape, with `id` as the name to click by. */
export interface ChatMessage {
  id: string;
  type: 'message';
  channel: string;
  ts: string;
  user: string;
  text: string;
  blocks: unknown[];
  bot_id?: string;
  thread_ts?: string;
  is_ephemeral?: true;
}

/** What the app did about one request: its messages that are new or changed since. */
export interface Outcome {
  ok: true;
  /** False when the app had not finished answering in time; the messages come later. */
  answered: boolean;
  messages: ChatMessage[];
}

/**
 * A chat client without accounts: people, channels, and the real Slack app behind them.
 * Every call throws HF_NOT_FOUND, HF_FORBIDDEN or HF_USAGE where the page could not have made it.
 */
export interface Playground {
  members: readonly Member[];
  channels(member: string): Conversation[];
  message(given: MessageGesture): Promise<Outcome>;
  command(given: CommandGesture): Promise<Outcome>;
  click(given: ClickGesture): Promise<Outcome>;
  submit(given: SubmitGesture): Promise<Outcome>;
  messages(channel: string, member: string): ChatMessage[];
  /** Everything on this member's screen, with their own commands. */
  screen(channel: string, member: string): StoredMessage[];
  api: SlackApi;
  close(): Promise<void>;
}

/** Starts the workspace, its Web API and the Slack app that lives in it. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { members, clock, ids } = options;
  const workspace = createWorkspace(members, clock);
  const api = await startSlackApi({ workspace, clock, ids });
  const signingSecret = ids.secret();
  // Message times start again with every run, so that a delivery key is only good within one.
  const run = ids.secret().slice(0, 16);
  const app = createSlackApp({
    ...options,
    signingSecret,
    botToken: api.token,
    teamId: workspaceIds.team,
    botUserId: workspaceIds.botUser,
    appId: workspaceIds.app,
    apiUrl: api.url,
    answer: (asked) =>
      options.answer({ ...asked, platform: 'local', team: 'local', user: asked.user.slice(2) }),
    firstDelivery: (key) => options.firstDelivery(`playground:${run}:${key}`),
  });
  const gestures = createGestures(members, api, clock, ids);

  const perform = async ({ envelope, user, channels }: Gesture): Promise<Outcome> => {
    const screen = () => channels.flatMap(({ id }) => gestures.visible(id, user));
    const before = new Map(screen().map(({ ts, revision }) => [ts, revision]));
    const answered = await deliver(app, envelope, signingSecret, clock);
    const fresh = screen().filter(
      (each) => each.user === workspaceIds.botUser && before.get(each.ts) !== each.revision,
    );
    return { ok: true, answered, messages: fresh.map(chatMessageOf) };
  };

  return {
    members,
    api,
    channels: (member) => gestures.channelsOf(member).channels,
    message: async (given) => perform(gestures.message(given)),
    command: async (given) => perform(gestures.command(given)),
    click: async (given) => perform(gestures.click(given)),
    submit: async (given) => perform(gestures.submit(given)),
    messages(channelId, member) {
      const { user, channel } = gestures.seat(member, channelId);
      return gestures.visible(channel.id, user).map(chatMessageOf);
    },
    screen(channelId, member) {
      const { user, channel } = gestures.seat(member, channelId);
      return workspace.visible(channel.id, user);
    },
    close: async () => {
      await app.drain();
      await api.close();
    },
  };
}

/** Signs a request as Slack does, hands it to the app, and says whether it was answered in time. */
async function deliver(
  app: SlackApp,
  envelope: Envelope,
  signingSecret: string,
  clock: Clock,
): Promise<boolean> {
  const rawBody = Buffer.from(envelope.body, 'utf8');
  const timestamp = String(Math.floor(clock.now().getTime() / 1000));
  const headers = {
    'content-type': envelope.contentType,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signatureOf(signingSecret, timestamp, rawBody).toString(),
  };
  const response = await app.handle({ headers, rawBody });
  if (response.status === 200) return withinPatience(response);
  throw usage(`The app refused the request: ${response.body}`, 'Send a shorter text.');
}

/** A person waits no longer for the page to say something; the answer still comes. */
const patienceMs = 10_000;

async function withinPatience(response: RawResponse): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), patienceMs);
  const answered = await Promise.race([response.answered.then(() => true), late]);
  clearTimeout(timer);
  return answered;
}

function chatMessageOf(message: StoredMessage): ChatMessage {
  const { ts, channel, user, text, blocks, threadTs, onlyFor } = message;
  return {
    ...{ id: ts, type: 'message', channel, ts, user, text, blocks },
    ...(user === workspaceIds.botUser ? { bot_id: workspaceIds.bot } : {}),
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
    ...(onlyFor === null ? {} : { is_ephemeral: true }),
  };
}
