import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import pino from 'pino';
import type { KeptRequest } from '../../src/bot/platform/kept-request.ts';
import type { Envelope } from '../../src/bot/playground/envelopes.ts';
import { type SlackApi, startSlackApi } from '../../src/bot/playground/slack-api.ts';
import { createWorkspace, type StoredMessage, workspaceIds } from '../../src/bot/playground/workspace.ts';
import type { ChatRequest, Reply } from '../../src/bot/reply.ts';
import { createSlackApp, type SlackApp, type SlackAppOptions } from '../../src/bot/slack/app.ts';
import { signatureOf } from '../../src/bot/slack/signature.ts';
import { createManualClock } from '../../src/domain/clock.ts';
import { createIds } from '../../src/domain/ids.ts';
import type { Member } from '../../src/domain/member.ts';

export const demoMembers: Member[] = (
  [
    ['csm1', 'Priya Shah', 'csm'],
    ['exec1', 'Grace Lin', 'exec'],
  ] as const
).map(([id, name, role]) => ({ id, name, role, identities: [] }));

export const secret = 'the-signing-secret';
export const start = new Date('2026-11-21T10:00:00Z');

export interface Sent {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** The real app on a real port, with an emulated Web API behind it. */
export interface SlackHarness {
  app: SlackApp;
  api: SlackApi;
  clock: ReturnType<typeof createManualClock>;
  asked: ChatRequest[];
  keys: string[];
  /** Kept clicks by key, with what is done. */
  kept: Map<string, { request: KeptRequest; done: boolean }>;
  lines(): string;
  /** Signs like Slack and waits until the answer is delivered. */
  send(envelope: Envelope, headers?: Record<string, string>): Promise<Sent>;
  screen(channel: string, user?: string): StoredMessage[];
  close(): Promise<void>;
}

export async function startSlackHarness(
  options: Partial<
    Pick<
      SlackAppOptions,
      | 'firstDelivery'
      | 'previousSigningSecret'
      | 'appId'
      | 'teamId'
      | 'keepClick'
      | 'clickDone'
      | 'acknowledgeWithinMs'
      | 'noteEmoji'
      | 'streamAfterMs'
      | 'workspaces'
      | 'readLink'
      | 'carryOn'
    >
  > & {
    answer?: (request: ChatRequest) => Promise<Reply>;
  } = {},
): Promise<SlackHarness> {
  const clock = createManualClock(start);
  const ids = createIds();
  const workspace = createWorkspace(demoMembers, clock);
  const api = await startSlackApi({ workspace, clock, ids });
  const asked: ChatRequest[] = [];
  const keys: string[] = [];
  const kept: SlackHarness['kept'] = new Map();
  const written: string[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      written.push(String(chunk));
      done();
    },
  });
  const answer = options.answer ?? (async () => textReply('Acme: 61.4'));
  const app = createSlackApp({
    signingSecret: secret,
    botToken: api.token,
    teamId: workspaceIds.team,
    botUserId: workspaceIds.botUser,
    appId: workspaceIds.app,
    apiUrl: api.url,
    linkTo: (path) => `http://127.0.0.1:3000${path}`,
    firstDelivery: async (key) => {
      const isFirst = !keys.includes(key);
      keys.push(key);
      return isFirst;
    },
    keepClick: async (key, request) => {
      if (kept.has(key)) return false;
      kept.set(key, { request, done: false });
      return true;
    },
    clickDone: async (key) => {
      const known = kept.get(key);
      if (known) known.done = true;
    },
    clickKey: 'ab'.repeat(32),
    log: pino({ level: 'trace' }, sink),
    clock,
    ids,
    ...options,
    answer: (request) => {
      asked.push(request);
      return answer(request);
    },
  });
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { status, headers, body } = await app.handle({
      headers: incoming.headers,
      rawBody: Buffer.concat(chunks),
    });
    outgoing.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    app,
    api,
    clock,
    asked,
    keys,
    kept,
    lines: () => written.join(''),
    async send({ contentType, body }, headers = {}) {
      const timestamp = String(Math.floor(clock.now().getTime() / 1000));
      const sent = await post(port, body, {
        'content-type': contentType,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signatureOf(secret, timestamp, Buffer.from(body)).toString(),
        ...headers,
      });
      await app.drain();
      return sent;
    },
    screen: (channel, user = 'U0csm1') =>
      workspace.visible(channel, user).filter((message) => message.user === workspaceIds.botUser),
    async close() {
      await app.drain();
      await api.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function textReply(text: string): Reply {
  return { view: { summary: text, blocks: [{ kind: 'text', spans: [{ text }] }] }, trace: 't' };
}

/** node:http rather than fetch, so that any header value can be sent. */
function post(port: number, body: string, headers: Record<string, string>): Promise<Sent> {
  const { promise, resolve, reject } = Promise.withResolvers<Sent>();
  const outgoing = request(
    { port, host: '127.0.0.1', method: 'POST', path: '/slack/events', headers },
    (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    },
  );
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}
