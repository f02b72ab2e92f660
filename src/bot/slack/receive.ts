import type { ReceiverEvent } from '@slack/bolt';
import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import type { Log } from '../../log.ts';
import { describeError } from '../platform/describe-error.ts';
import { unavailable } from './decide.ts';
import { checked, decodeBody, isObject, type JsonObject } from './decode-body.ts';
import { slackLimits } from './limits.ts';
import { refusalOf, type SlackRefusal } from './origin.ts';
import { textAt } from './paths.ts';
import { checkSignature, type RequestHeaders, type SigningSecret } from './signature.ts';

/** One HTTP request as it came; header names in lower case, the body untouched. */
export interface RawRequest {
  headers: RequestHeaders;
  rawBody: Buffer;
}

export interface RawResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Resolves when the work behind the acknowledgement is done; it never rejects. */
  answered: Promise<void>;
}

interface ReceiveOptions {
  signingSecrets: readonly SigningSecret[];
  ours: { teams(): readonly string[] | null; appId: string | null };
  process(event: ReceiverEvent): Promise<void>;
  refuse(body: JsonObject): Promise<void>;
  onRefused?(refusal: SlackRefusal): Promise<void>;
  log: Log;
  clock: Clock;
  ids: Ids;
}

/** Size, signature, shape, origin, in this order; then Bolt. */
export function createReceive(options: ReceiveOptions) {
  const { log, clock } = options;
  const running = new Set<Promise<void>>();
  let { appId } = options.ours;

  /** Where Slack did not say which app we are, the first request that carries our signature does. */
  const pinApp = (body: JsonObject): void => {
    if (appId !== null) return;
    appId = textAt(body, 'api_app_id');
    if (appId !== null) log.info({ appId }, 'serving this Slack app until the process ends');
  };

  const refused = (refusal: SlackRefusal): void => {
    log.warn({ security: refusal }, 'refused a Slack request');
    if (options.onRefused) track(options.onRefused(refusal).catch(failed));
  };

  const failed = (error: unknown): void =>
    log.error(describeError(error), 'a refused Slack request could not be written down');

  const track = (work: Promise<void>): Promise<void> => {
    running.add(work);
    return work.finally(() => running.delete(work));
  };

  async function handle({ headers, rawBody }: RawRequest): Promise<RawResponse> {
    if (rawBody.length > slackLimits.requestBytes) return plain(413, 'The request is larger than 1 MB.');
    const verdict = checkSignature(headers, rawBody, options.signingSecrets, clock.now());
    if (verdict !== 'valid') {
      refused({ kind: 'signature', verdict, skewSeconds: skewOf(headers, clock.now()) });
      return plain(401, 'The signature is not valid.');
    }
    const request = decodeBody(headerOf(headers, 'content-type'), rawBody);
    if (request.kind === 'broken') {
      log.warn({ reason: request.reason }, 'a signed Slack request cannot be read');
      return plain(400, 'The request cannot be read.');
    }
    if (request.kind === 'verification') return plain(200, request.challenge);
    if (request.kind === 'ssl-check') return plain(200, '');
    return admit(request.body, Number(headerOf(headers, 'x-slack-retry-num')));
  }

  /** What came over a connection that we opened to Slack: nobody else can have sent it. */
  async function accept(body: unknown, retryNum: number): Promise<RawResponse> {
    const request = isObject(body) ? checked(body) : null;
    if (request?.kind === 'call') return admit(request.body, retryNum);
    log.warn('a message of Slack cannot be read');
    return plain(400, 'The message cannot be read.');
  }

  function admit(body: JsonObject, retryNum: number): Promise<RawResponse> | RawResponse {
    pinApp(body);
    const refusal = refusalOf(body, { teams: options.ours.teams(), appId });
    if (refusal === null) return dispatch(body, retryNum);
    refused(refusal);
    return { ...plain(200, ''), answered: track(options.refuse(body)) };
  }

  async function dispatch(body: JsonObject, retryNum: number): Promise<RawResponse> {
    const { promise: acknowledged, resolve } = Promise.withResolvers<RawResponse>();
    const work = options
      .process({
        body: { ...body },
        ...(retryNum > 0 ? { retryNum } : {}),
        ack: async (response?: unknown) => resolve(acknowledgement(response)),
      })
      .then(
        // A kind of request that nothing listens to has not been acknowledged yet.
        () => resolve(plain(200, '')),
        // Listeners handle their own failures: only Bolt's reading of the body can throw here.
        (error) => {
          const trace = options.ids.trace();
          log.warn({ trace, ...describeError(error) }, 'a signed Slack request is malformed');
          resolve(plain(400, `The request is malformed. Reference: ${trace}`));
        },
      );
    const answered = track(work);
    return { ...(await acknowledged), answered };
  }

  return {
    handle,
    accept,
    drain: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

const done = Promise.resolve();

/** Plain text with sniffing off: a challenge that looks like a page stays text. */
function plain(status: number, body: string): RawResponse {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
  return { status, headers, body, answered: done };
}

function acknowledgement(response: unknown): RawResponse {
  if (response === unavailable) return plain(503, 'Nothing was done. Try again.');
  if (response === undefined || response === '') return plain(200, '');
  if (typeof response === 'string') return plain(200, response);
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status: 200, headers, body: JSON.stringify(response), answered: done };
}

function headerOf(headers: RequestHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** How far the sender's clock is from ours, to notice a wrong clock behind refused signatures. */
function skewOf(headers: RequestHeaders, now: Date): number | null {
  const timestamp = headerOf(headers, 'x-slack-request-timestamp');
  return /^\d{1,12}$/.test(timestamp) ? Math.round(now.getTime() / 1000 - Number(timestamp)) : null;
}
