import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import { slackLimits } from '../slack/limits.ts';
import type { AgentSurface } from './slack-agent.ts';
import { type Arguments, failed, isRecord, type Method } from './slack-answers.ts';
import { createFiles, type StoredFile } from './slack-files.ts';
import { createMethods } from './slack-methods.ts';
import { createOauth, type SlackOauth } from './slack-oauth.ts';
import { createSockets, type SlackSockets } from './slack-sockets.ts';
import { createTickets, type Reply } from './slack-tickets.ts';
import type { OpenView } from './slack-views.ts';
import type { Workspace } from './workspace.ts';

/** How the next call of a method fails, to see what the app makes of it. */
export interface Failure {
  /** HTTP status; 200 with an error is Slack's usual way. */
  status: number;
  error: string;
  retryAfterSeconds?: number;
  /** `after` = the call is carried out, and its answer is lost: the connection breaks. */
  when?: 'instead' | 'after';
}

/** An in-process Slack Web API on a port of this machine. */
export interface SlackApi {
  /** Ends in `/api/`. */
  url: string;
  token: string;
  /** Of the app itself, for Socket Mode. */
  appToken: string;
  sockets: SlackSockets;
  oauth: SlackOauth;
  files: ReadonlyMap<string, StoredFile>;
  workspace: Workspace;
  openViews: Map<string, OpenView>;
  surface: AgentSurface;
  /** Every call so far, newest last; the first thousand are kept. */
  calls: readonly { method: string; given: Arguments }[];
  /** An address that takes five replies within half an hour. */
  responseUrl(channel: string, user: string, messageTs: string | null): string;
  /** A ticket for one modal, good for three seconds. */
  trigger(user: string): string;
  /** `response_url` stands for all response addresses. */
  failNext(method: string, failure: Failure): void;
  close(): Promise<void>;
}

const keptCalls = 1_000;

/** Starts the API on a free port of 127.0.0.1. Only who holds its token, or one of its secret addresses, is served. */
export async function startSlackApi(options: {
  workspace: Workspace;
  clock: Clock;
  ids: Ids;
}): Promise<SlackApi> {
  const { workspace, clock, ids } = options;
  const token = `xoxb-playground-${ids.secret()}`;
  const appToken = `xapp-playground-${ids.secret()}`;
  const openViews = new Map<string, OpenView>();
  const failures = new Map<string, Failure[]>();
  const calls: { method: string; given: Arguments }[] = [];
  const tickets = createTickets(workspace, clock, ids);

  const surface: AgentSurface = { prompts: new Map(), statuses: new Map(), unfurls: new Map() };
  const oauth = createOauth(clock, ids);
  const files = createFiles(workspace, (id) => `${originOf(server)}/upload/${id}`, ids);
  const methods: Record<string, Method> = {
    ...createMethods(workspace, openViews, tickets.takeTrigger, ids, surface),
    'apps.connections.open': (given) => sockets.open(given),
    'oauth.v2.access': (given) => oauth.access(given),
    ...files.methods,
  };

  const mayCall = (method: string, authorization: string): boolean => {
    const given = authorization.replace(/^Bearer /, '');
    return method === 'apps.connections.open' ? given === appToken : given === token || oauth.isGood(given);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path.startsWith('/upload/')) {
      const taken = files.upload(path.slice('/upload/'.length), await readBytes(request));
      return send(
        response,
        taken ? { status: 200, answer: { ok: true } } : { status: 400, answer: failed('bad_upload') },
      );
    }
    const given = await readArguments(request);
    const secret = path.startsWith('/response/') ? path.slice('/response/'.length) : null;
    const method = secret === null ? path.replace(/^\/api\//, '') : 'response_url';
    if (calls.length < keptCalls) calls.push({ method, given });
    const failure = failures.get(method)?.shift();
    if (failure && failure.when !== 'after') return send(response, failureReply(failure));
    if (secret !== null) return send(response, tickets.respond(secret, given));
    if (method !== 'oauth.v2.access' && !mayCall(method, request.headers.authorization ?? ''))
      return send(response, { status: 200, answer: failed('invalid_auth') });
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
    const answer = run ? run(given) : failed('unknown_method');
    if (failure) response.destroy();
    else send(response, { status: 200, answer });
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() =>
      send(response, { status: 400, answer: failed('invalid_form_data') }),
    );
  });
  const sockets = createSockets(server, ids);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = originOf(server);
  return {
    url: `${origin}/api/`,
    token,
    appToken,
    sockets,
    oauth,
    files: files.files,
    workspace,
    openViews,
    surface,
    calls,
    responseUrl: (...of) => `${origin}/response/${tickets.address(...of)}`,
    trigger: tickets.trigger,
    failNext(method, failure) {
      failures.set(method, [...(failures.get(method) ?? []), failure]);
    },
    close: () =>
      new Promise((resolve) => {
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function failureReply({ status, error, retryAfterSeconds }: Failure): Reply {
  const answer = failed(error);
  return retryAfterSeconds === undefined ? { status, answer } : { status, answer, retryAfterSeconds };
}

function originOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > slackLimits.requestBytes) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readArguments(request: IncomingMessage): Promise<Arguments> {
  const text = (await readBytes(request)).toString('utf8');
  if (!request.headers['content-type']?.startsWith('application/json'))
    return Object.fromEntries(new URLSearchParams(text));
  const body: unknown = JSON.parse(text);
  return isRecord(body) ? body : {};
}

function send(response: ServerResponse, { status, answer, retryAfterSeconds }: Reply): void {
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...retry });
  response.end(JSON.stringify(answer));
}
