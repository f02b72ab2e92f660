import { setImmediate as yieldToNetwork } from 'node:timers/promises';
import { App, type Receiver, webApi } from '@slack/bolt';
import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import type { Log } from '../../log.ts';
import type { ChatRequest, Reply } from '../reply.ts';
import { createBoltLog, describeError } from './bolt-log.ts';
import { isObject, type JsonObject } from './decode-body.ts';
import { createMessenger, type Messenger } from './messenger.ts';
import { failureNotice, refusalNotice, unknownNotice } from './notices.ts';
import type { SlackRefusal } from './origin.ts';
import { type Incoming, parseClick, parseCommand, parseMessage, parseUnknown } from './parse.ts';
import { createReceive, type RawRequest, type RawResponse } from './receive.ts';
import { renderView } from './render.ts';
import type { LinkTo } from './rich-text.ts';
import { createSharedChannels, type SharedChannels } from './shared-channels.ts';
import type { SigningSecret } from './signature.ts';

/**
 * What the Slack app needs. The ids are those of its installation; null = unknown, and then not compared, but for the
 * app's: the first signed request pins it.
 */
export interface SlackAppOptions {
  signingSecret: string;
  /** The secret before the last rotation, accepted until then. */
  previousSigningSecret?: { secret: string; until: Date };
  botToken: string;
  teamId: string | null;
  botUserId: string | null;
  appId: string | null;
  /** Where the Web API is; an emulator's address ends in `/api/`. */
  apiUrl?: string;
  answer(request: ChatRequest): Promise<Reply>;
  /** True for the first caller with this key, over all processes and restarts. */
  firstDelivery(key: string): Promise<boolean>;
  linkTo: LinkTo;
  /** Counts and audits what was refused; the log has its line in any case. */
  onRefused?(refusal: SlackRefusal): Promise<void>;
  log: Log;
  clock: Clock;
  ids: Ids;
}

export interface SlackApp {
  /** Handles one HTTP request to `/slack/events`; resolves as soon as Slack may have its answer. */
  handle(request: RawRequest): Promise<RawResponse>;
  /** Resolves when every accepted request has been answered. */
  drain(): Promise<void>;
}

const slackApiUrl = 'https://slack.com/api/';

/**
 * The Slack app: Bolt behind a receiver of our own, so that any HTTP server can carry it. Every request is verified
 * on its bytes, acknowledged at once and answered afterwards, to the person who asked alone.
 */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const apiUrl = options.apiUrl ?? slackApiUrl;
  const logger = createBoltLog(options.log);
  const clientOptions = {
    slackApiUrl: apiUrl,
    logger,
    timeout: 10_000,
    retryConfig: { retries: 2, minTimeout: 300, maxTimeout: 2_000 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
  };
  // The HTTP layer hands requests over, so there is nothing to start or stop.
  const receiver: Receiver = { init: () => {}, start: async () => {}, stop: async () => {} };
  const app = new App({
    receiver,
    authorize: async () => ({
      botToken: options.botToken,
      ...(options.botUserId === null ? {} : { botUserId: options.botUserId }),
    }),
    logger,
    convoStore: false,
    clientOptions,
  });
  const messenger = createMessenger(app.client, options.botToken, apiUrl, options.log);
  // A slow lookup must not hold up an answer: one short try.
  const lookup = new webApi.WebClient(options.botToken, {
    ...clientOptions,
    timeout: 1_500,
    retryConfig: { retries: 0 },
  });
  const shared = createSharedChannels((channel) => askShared(lookup, channel), options.clock, options.log);
  register(app, options, (incoming) => answerOne(incoming, { ...options, messenger, shared }));
  const receive = createReceive({
    signingSecrets: secretsOf(options),
    ours: { teamId: options.teamId, appId: options.appId },
    process: (event) => app.processEvent(event),
    refuse: (body) => refuseOne(body, options.botUserId, messenger, options.log),
    ...(options.onRefused && { onRefused: options.onRefused }),
    ...{ log: options.log, clock: options.clock, ids: options.ids },
  });
  return receive;
}

function secretsOf({ signingSecret, previousSigningSecret }: SlackAppOptions): SigningSecret[] {
  return [{ secret: signingSecret, until: null }, ...(previousSigningSecret ? [previousSigningSecret] : [])];
}

async function askShared(client: webApi.WebClient, channel: string): Promise<boolean> {
  const { channel: info } = await client.conversations.info({ channel });
  return info?.is_ext_shared === true || info?.is_pending_ext_shared === true;
}

/** Everything that Slack can send, the unknown too: a request without a listener would never be acknowledged. */
function register(app: App, options: SlackAppOptions, answer: (incoming: Incoming) => Promise<void>): void {
  const take = async (ack: (() => Promise<void>) | null, incoming: Incoming | null): Promise<void> => {
    await ack?.();
    // The acknowledgement is on its way before the work starts.
    await yieldToNetwork();
    if (incoming) await answer(incoming);
  };
  const any = /^/;
  const bodyOf = (body: unknown): JsonObject => (isObject(body) ? body : {});
  const question = (body: unknown) => parseMessage(bodyOf(body), options.botUserId);
  app.command(any, ({ ack, body }) => take(() => ack(), parseCommand(bodyOf(body))));
  app.action(any, ({ ack, body }) => take(() => ack(), parseClick(bodyOf(body))));
  app.event('app_mention', ({ body }) => take(null, question(body)));
  app.event('message', ({ body }) => take(null, question(body)));
  app.view(any, ({ ack, body }) => take(() => ack(), parseUnknown(bodyOf(body), 'this form')));
  app.shortcut(any, ({ ack, body }) => take(() => ack(), parseUnknown(bodyOf(body), 'this shortcut')));
  app.options(any, ({ ack }) => ack({ options: [] }));
  app.error(async (error) => options.log.error(describeError(error), 'a Slack request failed'));
}

interface Answering extends SlackAppOptions {
  messenger: Messenger;
  shared: SharedChannels;
}

async function answerOne(incoming: Incoming, own: Answering): Promise<void> {
  const { asked, destination } = incoming;
  try {
    if (!(await isFirst(incoming.keys, own))) return;
    if (asked.kind === 'unknown') {
      await own.messenger.send(destination, renderView(unknownNotice(asked.what), own.linkTo));
      return;
    }
    const reply = await own.answer({
      platform: 'slack',
      team: incoming.team,
      user: incoming.user,
      channel: destination.channel ?? incoming.user,
      place: await placeOf(incoming, own.shared),
      thread: incoming.thread,
      asked,
    });
    await own.messenger.send(destination, renderView(reply.view, own.linkTo));
  } catch (error) {
    await apologise(incoming, error, own);
  }
}

/**
 * Notes the keys one after the other, up to the first that is known: of two deliveries at the same time, the one that
 * lost a key must not take the next one from the one that won.
 */
async function isFirst(keys: readonly string[], own: Answering): Promise<boolean> {
  for (const key of keys) if (!(await own.firstDelivery(key))) return false;
  return true;
}

async function placeOf(incoming: Incoming, shared: SharedChannels): Promise<ChatRequest['place']> {
  const { channel } = incoming.destination;
  if (channel === null || channel.startsWith('D')) return 'direct';
  return incoming.external || (await shared.isShared(channel)) ? 'external' : 'channel';
}

async function apologise(incoming: Incoming, error: unknown, own: Answering): Promise<void> {
  const trace = own.ids.trace();
  own.log.error({ trace, ...describeError(error) }, 'a question could not be answered');
  try {
    await own.messenger.send(incoming.destination, renderView(failureNotice(error, trace), own.linkTo));
  } catch (failure) {
    own.log.error({ trace, ...describeError(failure) }, 'the person could not be told either');
  }
}

/** Tells a person of another workspace or app, where there is a person, that nothing was done. */
async function refuseOne(
  body: JsonObject,
  botUserId: string | null,
  messenger: Messenger,
  log: Log,
): Promise<void> {
  const incoming = parseCommand(body) ?? (body.event ? parseMessage(body, botUserId) : parseClick(body));
  if (incoming === null) return;
  try {
    await messenger.send(
      incoming.destination,
      renderView(refusalNotice(), (path) => path),
    );
  } catch (error) {
    log.warn(describeError(error), 'a refusal could not be delivered');
  }
}
