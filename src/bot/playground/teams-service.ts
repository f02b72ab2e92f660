import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TeamsTenant } from './teams-tenant.ts';
import { tenantIds } from './teams-tenant.ts';

/** How the next call fails, to see what the app makes of it. */
export interface TeamsFailure {
  status: number;
  code?: string;
  retryAfterSeconds?: number;
  /** `after` = the call is carried out, and its answer is lost: the connection breaks. */
  when?: 'instead' | 'after';
}

export type TeamsCall = 'post' | 'targeted' | 'update' | 'begin' | 'members';

/** A Bot Connector on a port of this machine, with the conversations of one tenant behind it. */
export interface TeamsService {
  /** What activities name as their service address. */
  url: string;
  tenant: TeamsTenant;
  /** Every call so far, newest last; the first thousand are kept. */
  calls: readonly { call: TeamsCall; conversation: string; body: Readonly<Record<string, unknown>> }[];
  failNext(call: TeamsCall, failure: TeamsFailure): void;
  /** Whether messages for one person alone are taken; not every tenant has them. */
  takesTargeted: boolean;
  /** The token that calls have to bear; null = none is asked for. Another one makes every older one run out. */
  token: string | null;
  close(): Promise<void>;
}

/** Teams refuses larger messages. Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages */
const messageBytes = 28_000;
const keptCalls = 1_000;

/** Starts the connector on a free port of 127.0.0.1. */
export async function startTeamsService(tenant: TeamsTenant): Promise<TeamsService> {
  const calls: { call: TeamsCall; conversation: string; body: Readonly<Record<string, unknown>> }[] = [];
  const failures = new Map<TeamsCall, TeamsFailure[]>();
  const service: Pick<TeamsService, 'takesTargeted' | 'token'> = { takesTargeted: true, token: null };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = readCall(request);
    if (asked === null) return send(response, 404, { error: { code: 'ResourceNotFound' } });
    const text = await readText(request);
    if (service.token !== null && request.headers.authorization !== `Bearer ${service.token}`)
      return send(response, 401, { error: { code: 'Unauthorized', message: 'The token has expired' } });
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const { call, conversation } = asked;
    if (calls.length < keptCalls) calls.push({ call, conversation, body });
    const failure = failures.get(call)?.shift();
    if (failure && failure.when !== 'after') return fail(response, failure);
    const [status, answer] =
      Buffer.byteLength(text) > messageBytes
        ? [413, { error: { code: 'MessageSizeTooBig' } }]
        : carryOut(tenant, asked, body, service.takesTargeted);
    if (failure) response.destroy();
    else send(response, status, answer);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => send(response, 400, { error: { code: 'BadSyntax' } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return Object.assign(service, {
    url: `http://127.0.0.1:${port}/teams/`,
    tenant,
    calls,
    failNext(call: TeamsCall, failure: TeamsFailure) {
      failures.set(call, [...(failures.get(call) ?? []), failure]);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

interface Asked {
  call: TeamsCall;
  conversation: string;
  thread: string | null;
  message: string;
}

function readCall({ method, url = '' }: IncomingMessage): Asked | null {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const parts = pathname.split('/').slice(1).map(decodeURIComponent);
  const [base, version, kind, id = '', what = '', message = ''] = parts;
  if (base !== 'teams' || version !== 'v3' || kind !== 'conversations') return null;
  const [conversation = '', thread] = id.split(';messageid=');
  const asked = { conversation, thread: thread ?? null, message };
  if (method === 'POST' && id === '') return { call: 'begin', ...asked };
  if (method === 'GET' && what === 'pagedmembers') return { call: 'members', ...asked };
  if (what !== 'activities') return null;
  if (method === 'PUT' && message !== '') return { call: 'update', ...asked };
  if (method !== 'POST') return null;
  return { call: searchParams.get('isTargetedActivity') === 'true' ? 'targeted' : 'post', ...asked };
}

function carryOut(
  tenant: TeamsTenant,
  { call, conversation: id, thread, message }: Asked,
  body: Readonly<Record<string, unknown>>,
  takesTargeted: boolean,
): [number, object] {
  if (call === 'begin') return begin(tenant, body);
  const conversation = tenant.conversation(id);
  if (!conversation) return [404, { error: { code: 'ConversationNotFound' } }];
  if (call === 'members') {
    const members = conversation.members.map((one) => ({
      id: one,
      tenantId: tenantIds.tenant,
      userRole: 'user',
      aadObjectId: tenant.people.find(({ id: known }) => known === one)?.aadObjectId,
    }));
    const guest = { id: '29:guest', tenantId: '00000000-0000-4000-8000-00000000beef', userRole: 'guest' };
    return [200, { members: conversation.hasGuests ? [...members, guest] : members }];
  }
  if (call === 'update') {
    const stored = tenant.find(id, message);
    if (!stored || stored.from !== tenantIds.bot)
      return [404, { error: { code: 'ActivityNotFoundInConversation' } }];
    tenant.change(stored, body);
    return [200, { id: message }];
  }
  const recipient = (body.recipient ?? {}) as { id?: unknown; isTargeted?: unknown };
  const onlyFor = call === 'targeted' && typeof recipient.id === 'string' ? recipient.id : null;
  if (call === 'targeted') {
    const member =
      onlyFor !== null && conversation.members.includes(onlyFor) && recipient.isTargeted === true;
    if (!takesTargeted || !member || conversation.kind === 'personal')
      return [400, { error: { code: 'BadArgument', message: 'Targeted messages are not taken here' } }];
  }
  const stored = tenant.add({ conversation: id, thread, from: tenantIds.bot, activity: body, onlyFor });
  return [201, { id: stored.id }];
}

function begin(tenant: TeamsTenant, body: Readonly<Record<string, unknown>>): [number, object] {
  const members = Array.isArray(body.members) ? (body.members as { id?: unknown }[]) : [];
  const wanted = members[0]?.id;
  const person = tenant.people.find(({ id, aadObjectId }) => id === wanted || aadObjectId === wanted);
  if (!person)
    return [403, { error: { code: 'ForbiddenOperationException', message: 'The app is not installed' } }];
  return [201, { id: tenant.chatOf(person.id).id }];
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function fail(response: ServerResponse, { status, code = 'Failed', retryAfterSeconds }: TeamsFailure): void {
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  send(response, status, { error: { code } }, retry);
}

function send(
  response: ServerResponse,
  status: number,
  answer: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(answer));
}
