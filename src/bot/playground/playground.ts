import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import type { Member } from '../../domain/member.ts';
import { HoldfastError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { ChatRequest, Reply } from '../reply.ts';
import { createSlackApp, type SlackApp, type SlackAppOptions } from '../slack/app.ts';
import type { Poster } from '../slack/poster.ts';
import type { RawResponse } from '../slack/receive.ts';
import type { LinkTo } from '../slack/rich-text.ts';
import { signatureOf } from '../slack/signature.ts';
import type { Envelope } from './envelopes.ts';
import { notFound, usage } from './faults.ts';
import {
  type ClickGesture,
  type CommandGesture,
  createGestures,
  type Gesture,
  type MessageGesture,
  type ReactionGesture,
  type ShortcutGesture,
  type SubmitGesture,
} from './gestures.ts';
import { isRecord } from './slack-answers.ts';
import { type SlackApi, startSlackApi } from './slack-api.ts';
import type { OpenView } from './slack-views.ts';
import { type Conversation, createWorkspace, type StoredMessage, workspaceIds } from './workspace.ts';

/** What the playground needs: the people who try it, and the bot's answers. */
export interface PlaygroundOptions {
  members: readonly Member[];
  /** Requests arrive as platform `local`, team `local`, user = the member's id. */
  answer(request: ChatRequest): Promise<Reply>;
  firstDelivery(key: string): Promise<boolean>;
  /** As in the Slack app, whose options these are. */
  keepClick: SlackAppOptions['keepClick'];
  clickDone: SlackAppOptions['clickDone'];
  clickKey: string;
  linkTo: LinkTo;
  readLink?: NonNullable<SlackAppOptions['readLink']>;
  carryOn?: NonNullable<SlackAppOptions['carryOn']>;
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
  /** The form that was opened, or that took the place of the one sent. */
  view?: { id: string; [key: string]: unknown };
  /** What is wrong in the form that was sent, by input; it stays open. */
  errors?: Record<string, string>;
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
  /** Calls one of the app's shortcuts, on a message or from anywhere. */
  shortcut(given: ShortcutGesture): Promise<Outcome>;
  react(given: ReactionGesture): Promise<Outcome>;
  submit(given: SubmitGesture): Promise<Outcome>;
  messages(channel: string, member: string): ChatMessage[];
  /** Everything on this member's screen, with their own commands. */
  screen(channel: string, member: string): StoredMessage[];
  /** Opens this member's Home tab, as the app then draws it. */
  openHome(member: string): Promise<Outcome>;
  /** The blocks on this member's Home tab; none before it was opened. */
  home(member: string): readonly unknown[];
  /** A form that is open in front of this member. */
  form(viewId: string, member: string): OpenView;
  api: SlackApi;
  poster: Poster;
  /** Answers kept clicks that an end of the process interrupted; returns how many. */
  resumeClicks: SlackApp['resumeClicks'];
  close(): Promise<void>;
}

/** Keys of kept clicks begin so. */
export const playgroundKeys = 'playground:';

/** Starts the workspace, its Web API and the Slack app that lives in it. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { members, clock, ids, carryOn } = options;
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
    answer: (asked) => options.answer(localOf(asked)),
    ...(carryOn && { carryOn: (asked: ChatRequest, message: string) => carryOn(localOf(asked), message) }),
    firstDelivery: (key) => options.firstDelivery(`${playgroundKeys}${run}:${key}`),
    keyPrefix: `${playgroundKeys}${run}:`,
  });
  const gestures = createGestures(members, api, clock, ids);

  const perform = async ({
    envelope,
    user,
    channels,
  }: Gesture): Promise<{ outcome: Outcome; body: string }> => {
    const screen = () => channels.flatMap(({ id }) => gestures.visible(id, user));
    const before = new Map(screen().map(({ ts, revision }) => [ts, revision]));
    const views = new Set(api.openViews.keys());
    const { answered, body } = await deliver(app, envelope, signingSecret, clock);
    const opened = [...api.openViews.values()].findLast((each) => each.user === user && !views.has(each.id));
    const fresh = screen().filter(
      (each) => each.user === workspaceIds.botUser && before.get(each.ts) !== each.revision,
    );
    const view = opened && { view: { ...opened.view, id: opened.id } };
    return { outcome: { ok: true, answered, messages: fresh.map(chatMessageOf), ...view }, body };
  };
  const act = async (gesture: Gesture): Promise<Outcome> => (await perform(gesture)).outcome;

  const submit = async (given: SubmitGesture): Promise<Outcome> => {
    const gesture = gestures.submit(given);
    if (gesture.errors) return { ok: true, answered: true, messages: [], errors: gesture.errors };
    const { outcome, body } = await perform(gesture);
    return { ...outcome, ...closeForm(api, given.viewId, body) };
  };

  return {
    members,
    api,
    channels: (member) => gestures.channelsOf(member).channels,
    message: async (given) => act(gestures.message(given)),
    command: async (given) => act(gestures.command(given)),
    click: async (given) => act(gestures.click(given)),
    shortcut: async (given) => act(gestures.shortcut(given)),
    react: async (given) => act(gestures.react(given)),
    submit,
    openHome: async (member) => act(gestures.home(member)),
    home: (member) => workspace.homes.get(gestures.channelsOf(member).user) ?? [],
    poster: app.poster,
    resumeClicks: (rows) => app.resumeClicks(rows),
    form(viewId, member) {
      const { user } = gestures.channelsOf(member);
      const opened = api.openViews.get(viewId);
      if (opened?.user !== user) throw notFound('form', viewId);
      return opened;
    },
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

/** The request as one of this machine: the same people, under their own ids. */
function localOf(asked: ChatRequest): ChatRequest {
  return { ...asked, platform: 'local', team: 'local', user: asked.user.slice(2) };
}

/** Signs a request as Slack does, hands it to the app, and says whether it was answered in time. */
async function deliver(
  app: SlackApp,
  envelope: Envelope,
  signingSecret: string,
  clock: Clock,
): Promise<{ answered: boolean; body: string }> {
  const rawBody = Buffer.from(envelope.body, 'utf8');
  const timestamp = String(Math.floor(clock.now().getTime() / 1000));
  const headers = {
    'content-type': envelope.contentType,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signatureOf(signingSecret, timestamp, rawBody).toString(),
  };
  const response = await app.handle({ headers, rawBody });
  if (response.status === 200) return { answered: await withinPatience(response), body: response.body };
  if (response.status === 503) {
    throw new HoldfastError('HF_DATABASE_UNAVAILABLE', 'Holdfast could not take this, so nothing was done.', {
      next: 'Try again in a minute.',
    });
  }
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

/** What the app's acknowledgement makes of a form: it stays with errors, becomes another, or closes. */
function closeForm(api: SlackApi, viewId: string, body: string): Pick<Outcome, 'errors' | 'view'> {
  const answer: unknown = body === '' ? {} : JSON.parse(body);
  const action = isRecord(answer) ? answer : {};
  const opened = api.openViews.get(viewId);
  if (action.response_action === 'errors' && isRecord(action.errors)) {
    return {
      errors: Object.fromEntries(Object.entries(action.errors).map(([key, text]) => [key, String(text)])),
    };
  }
  if (action.response_action === 'update' && opened && isRecord(action.view)) {
    api.openViews.set(viewId, { ...opened, view: action.view });
    return { view: { ...action.view, id: viewId } };
  }
  api.openViews.delete(viewId);
  return {};
}

function chatMessageOf(message: StoredMessage): ChatMessage {
  const { ts, channel, user, text, blocks, threadTs, onlyFor } = message;
  return {
    id: ts,
    type: 'message',
    channel,
    ts,
    user,
    text,
    blocks,
    ...(user === workspaceIds.botUser ? { bot_id: workspaceIds.bot } : {}),
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
    ...(onlyFor === null ? {} : { is_ephemeral: true }),
  };
}
