import { setImmediate as yieldToNetwork } from 'node:timers/promises';
import { App, type Receiver, webApi } from '@slack/bolt';
import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import type { Log } from '../../log.ts';
import { describeError } from '../platform/describe-error.ts';
import { isDeciding, type KeptClick, type KeptRequest } from '../platform/kept-request.ts';
import type { ChatRequest, Reply } from '../reply.ts';
import { createViewed, offerPrompts } from './agent.ts';
import { type Answering, answerOne, refuseOne } from './answering.ts';
import { createBoltLog } from './bolt-log.ts';
import { createConnect } from './connect.ts';
import { type Acknowledge, decide, resumeClicks } from './decide.ts';
import { isObject, type JsonObject } from './decode-body.ts';
import { parseSubmit } from './form-state.ts';
import { createMessenger } from './messenger.ts';
import type { SlackRefusal } from './origin.ts';
import { type Incoming, parseClick, parseCommand, parseMessage } from './parse.ts';
import { asShortcut, parseMark, parseShortcut } from './parse-shortcut.ts';
import { textAt } from './paths.ts';
import { createPoster, type Poster } from './poster.ts';
import { parseHome } from './publish-home.ts';
import { createReceive, type RawRequest, type RawResponse } from './receive.ts';
import type { LinkTo } from './rich-text.ts';
import { createSharedChannels } from './shared-channels.ts';
import type { SigningSecret } from './signature.ts';
import { unfurl } from './unfurl.ts';
import { oneWorkspace, type SlackWorkspaces } from './workspaces.ts';

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
  /** All that are served; default: the one of `botToken`. */
  workspaces?: SlackWorkspaces;
  /** Where the Web API is; an emulator's address ends in `/api/`. */
  apiUrl?: string;
  answer(request: ChatRequest): Promise<Reply>;
  /** True for the first caller with this key, over all processes and restarts. */
  firstDelivery(key: string): Promise<boolean>;
  /** Keeps a deciding click before it is acknowledged; false = it is known already. */
  keepClick(key: string, request: KeptRequest): Promise<boolean>;
  /** Notes that a kept click was answered. */
  clickDone(key: string): Promise<void>;
  /** Seals what is kept, hexadecimal; the database must not hold it. */
  clickKey: string;
  /** Begins the keys of kept clicks, where message times are not unique for good; default none. */
  keyPrefix?: string;
  /** Within which a click is kept or refused, and a form's answer waited for; under Slack's three seconds. */
  acknowledgeWithinMs?: number;
  /** After which an answer to a direct message streams. */
  streamAfterMs?: number;
  linkTo: LinkTo;
  /** The path behind an address of ours that opens; null = no preview of it. Absent = links are not shown. */
  readLink?(url: string): string | null;
  /** Notes that a thread under this message goes on from the request. */
  carryOn?(request: ChatRequest, message: string): Promise<void>;
  /** A reaction with this emoji notes the message; its name without colons, default `memo`. */
  noteEmoji?: string;
  /** Counts and audits what was refused; the log has its line in any case. */
  onRefused?(refusal: SlackRefusal): Promise<void>;
  log: Log;
  clock: Clock;
  ids: Ids;
}

export interface SlackApp {
  /** Handles one HTTP request to `/slack/events`; resolves as soon as Slack may have its answer. */
  handle(request: RawRequest): Promise<RawResponse>;
  /** Handles one message that came over Socket Mode; resolves as soon as Slack may have its answer. */
  accept(body: unknown, retryNum: number): Promise<RawResponse>;
  /** Resolves when every accepted request has been answered. */
  drain(): Promise<void>;
  /** Posts into channels; only the guardrail may ask for it. */
  poster: Poster;
  /** Answers kept clicks that an end of the process interrupted; returns how many. */
  resumeClicks(rows: readonly KeptClick[]): Promise<number>;
}

const noteEmoji = 'memo';
const slackApiUrl = 'https://slack.com/api/';

/**
 * The Slack app: Bolt behind a receiver of our own, so that any HTTP server can carry it. Every request is verified
 * on its bytes, acknowledged at once and answered afterwards, to the person who asked alone.
 */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const apiUrl = options.apiUrl ?? slackApiUrl;
  const spaces = options.workspaces ?? oneWorkspace(options);
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
    authorize: async ({ teamId = null }) => {
      const botToken = (await spaces.tokenOf(teamId)) ?? (await spaces.tokenOf(null));
      const botUserId = spaces.botUserOf(teamId);
      return { ...(botToken !== null && { botToken }), ...(botUserId !== null && { botUserId }) };
    },
    logger,
    convoStore: false,
    clientOptions,
  });
  const once = { ...clientOptions, retryConfig: { retries: 0 } };
  const connect = createConnect(spaces, (token) => ({
    messenger: createMessenger(new webApi.WebClient(token, clientOptions), apiUrl, options.log),
    // A slow lookup must not hold up an answer: one short try.
    quick: new webApi.WebClient(token, { ...once, timeout: 1_500 }),
    // A post that is tried twice could be there twice.
    posting: new webApi.WebClient(token, once),
  }));
  const shared = createSharedChannels(
    async (channel, team) => askShared((await connect(team)).quick, channel),
    options.clock,
    options.log,
  );
  const own: Answering = { ...options, connect, spaces, shared, viewed: createViewed(options.clock) };
  register(app, own);
  const receive = createReceive({
    signingSecrets: secretsOf(options),
    ours: { teams: () => spaces.teams(), appId: options.appId },
    process: (event) => app.processEvent(event),
    refuse: (body) => refuseOne(body, own),
    ...(options.onRefused && { onRefused: options.onRefused }),
    log: options.log,
    clock: options.clock,
    ids: options.ids,
  });
  return {
    ...receive,
    poster: createPoster(
      async (team) => ((await spaces.tokenOf(team)) === null ? null : (await connect(team)).posting),
      options.linkTo,
      (channel, team) => shared.isShared(channel, team),
    ),
    resumeClicks: (rows) => resumeClicks(rows, own),
  };
}

function secretsOf({ signingSecret, previousSigningSecret }: SlackAppOptions): SigningSecret[] {
  return [{ secret: signingSecret, until: null }, ...(previousSigningSecret ? [previousSigningSecret] : [])];
}

async function askShared(client: webApi.WebClient, channel: string): Promise<boolean> {
  const { channel: info } = await client.conversations.info({ channel });
  return info?.is_ext_shared === true || info?.is_pending_ext_shared === true;
}

/** Everything that Slack can send, the unknown too: a request without a listener would never be acknowledged. */
function register(app: App, own: Answering): void {
  const take = async (ack: Acknowledge | null, incoming: Incoming | null): Promise<void> => {
    const asked = incoming?.asked;
    if (ack && incoming && asked && asked.kind !== 'unknown' && isDeciding(asked)) {
      return await decide(incoming, asked, ack, own);
    }
    await ack?.();
    // The acknowledgement is on its way before the work starts.
    await yieldToNetwork();
    if (incoming) await answerOne(incoming, own);
  };
  const any = /^/;
  const bodyOf = (body: unknown): JsonObject => (isObject(body) ? body : {});
  const question = (body: unknown) =>
    parseMessage(bodyOf(body), own.spaces.botUserOf(textAt(body, 'team_id')));
  app.command(any, ({ ack, body }) => take(() => ack(), parseCommand(bodyOf(body))));
  app.action(any, ({ ack, body }) => take(ack as Acknowledge, asShortcut(parseClick(bodyOf(body)))));
  app.event('app_mention', ({ body }) => take(null, question(body)));
  app.event('app_home_opened', async ({ body }) => {
    await offerPrompts(bodyOf(body), own);
    await take(null, parseHome(bodyOf(body)));
  });
  app.event('app_context_changed', ({ body }) => offerPrompts(bodyOf(body), own));
  const forget = async (body: unknown) => await own.spaces.forget(textAt(body, 'team_id') ?? '');
  app.event('app_uninstalled', ({ body }) => forget(body));
  app.event('tokens_revoked', async ({ body, event }) => {
    if ((event.tokens.bot ?? []).length > 0) await forget(body);
  });
  app.event('link_shared', ({ body }) => unfurl(bodyOf(body), own));
  app.event('message', ({ body }) => take(null, question(body)));
  app.view(any, ({ ack, body }) => take(ack as Acknowledge, parseSubmit(bodyOf(body))));
  app.event('reaction_added', ({ body }) => take(null, parseMark(bodyOf(body), own.noteEmoji ?? noteEmoji)));
  app.shortcut(any, ({ ack, body }) =>
    take(() => ack(), parseShortcut(bodyOf(body), own.spaces.botUserOf(textAt(body, 'team', 'id')))),
  );
  app.options(any, ({ ack }) => ack({ options: [] }));
  app.error(async (error) => own.log.error(describeError(error), 'a Slack request failed'));
}
