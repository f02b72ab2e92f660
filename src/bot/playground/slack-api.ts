import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import { slackLimits } from '../slack/limits.ts';
import type { AgentSurface } from './slack-agent.ts';
import { type Answer, type Arguments, failed, isRecord, textOf } from './slack-answers.ts';
import { contentOf, createMethods } from './slack-methods.ts';
import type { OpenView } from './slack-views.ts';
import { type Workspace, workspaceIds } from './workspace.ts';

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

interface ResponseAddress {
  channel: string;
  user: string;
  messageTs: string | null;
  uses: number;
  expiresAt: number;
}

const triggerMs = 3_000;
const keptCalls = 1_000;
const keptAddresses = 2_000;

/** Starts the API on a free port of 127.0.0.1. Only who holds its token, or one of its secret addresses, is served. */
export async function startSlackApi(options: {
  workspace: Workspace;
  clock: Clock;
  ids: Ids;
}): Promise<SlackApi> {
  const { workspace, clock, ids } = options;
  const token = `xoxb-playground-${ids.secret()}`;
  const openViews = new Map<string, OpenView>();
  const triggers = new Map<string, { user: string; expiresAt: number }>();
  const addresses = new Map<string, ResponseAddress>();
  const failures = new Map<string, Failure[]>();
  const calls: { method: string; given: Arguments }[] = [];
  const now = () => clock.now().getTime();

  const takeTrigger = (id: string): string | null => {
    const trigger = triggers.get(id);
    triggers.delete(id);
    return trigger && now() < trigger.expiresAt ? trigger.user : null;
  };
  const surface: AgentSurface = { prompts: new Map(), statuses: new Map(), unfurls: new Map() };
  const methods = createMethods(workspace, openViews, takeTrigger, ids, surface);

  const respond = (secret: string, given: Arguments): Reply => {
    const address = addresses.get(secret);
    if (!address || now() > address.expiresAt || address.uses >= slackLimits.responseUrlUses) {
      return { status: 404, answer: failed('used_url') };
    }
    address.uses++;
    return applyResponse(workspace, address, given);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const given = await readArguments(request);
    const secret = path.startsWith('/response/') ? path.slice('/response/'.length) : null;
    const method = secret === null ? path.replace(/^\/api\//, '') : 'response_url';
    if (calls.length < keptCalls) calls.push({ method, given });
    const failure = failures.get(method)?.shift();
    if (failure && failure.when !== 'after') return send(response, failureReply(failure));
    if (secret !== null) return send(response, respond(secret, given));
    if (request.headers.authorization !== `Bearer ${token}`)
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    url: `${origin}/api/`,
    token,
    workspace,
    openViews,
    surface,
    calls,
    responseUrl(channel, user, messageTs) {
      const secret = ids.secret();
      const expiresAt = now() + slackLimits.responseUrlMinutes * 60_000;
      addresses.set(secret, { channel, user, messageTs, uses: 0, expiresAt });
      const oldest = addresses.keys().next().value;
      if (addresses.size > keptAddresses && oldest !== undefined) addresses.delete(oldest);
      return `${origin}/response/${secret}`;
    },
    trigger(user) {
      const id = `${now()}.${ids.secret()}`;
      for (const [old, { expiresAt }] of triggers) if (expiresAt <= now()) triggers.delete(old);
      triggers.set(id, { user, expiresAt: now() + triggerMs });
      return id;
    },
    failNext(method, failure) {
      failures.set(method, [...(failures.get(method) ?? []), failure]);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Reply {
  status: number;
  answer: Answer;
  retryAfterSeconds?: number;
}

function applyResponse(workspace: Workspace, address: ResponseAddress, given: Arguments): Reply {
  const { channel, user, messageTs } = address;
  const original = messageTs === null ? null : workspace.find(channel, messageTs);
  if (given.delete_original === true) {
    if (original) workspace.remove(original);
    return { status: 200, answer: { ok: true } };
  }
  const content = contentOf(given);
  if (!content.ok) return { status: 400, answer: content };
  if (given.replace_original === true && original) workspace.change(original, content);
  else {
    const { text, blocks } = content;
    const threadTs = textOf(given.thread_ts) || null;
    const onlyFor = given.response_type === 'in_channel' ? null : user;
    workspace.add({ channel, user: workspaceIds.botUser, text, blocks, threadTs, onlyFor });
  }
  return { status: 200, answer: { ok: true } };
}

function failureReply({ status, error, retryAfterSeconds }: Failure): Reply {
  const answer = failed(error);
  return retryAfterSeconds === undefined ? { status, answer } : { status, answer, retryAfterSeconds };
}

async function readArguments(request: IncomingMessage): Promise<Arguments> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > slackLimits.requestBytes) throw new Error('too large');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
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
