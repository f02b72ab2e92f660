import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { HoldfastError } from '../../errors.ts';
import { drawForm } from './draw-form.ts';
import { drawHome } from './draw-home.ts';
import { createDrawMessages } from './draw-messages.ts';
import { usage } from './faults.ts';
import { strangerOf } from './guard.ts';
import { renderPage } from './page.ts';
import type { Playground } from './playground.ts';
import { isRecord } from './slack-answers.ts';
import { homeId } from './workspace.ts';

/** No script but the page's own file; the library that draws messages sets a few style attributes. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const bodyLimit = 65_536;

/** What runs beside the playground. */
export interface Beside {
  /** A path that signs this member in to the console, once. */
  consoleLink?(member: string): Promise<string>;
}

/** Adds the page at `/playground` and its API, for this machine only. */
export async function registerPlayground(
  fastify: FastifyInstance,
  playground: Playground,
  beside: Beside = {},
): Promise<void> {
  const assets = await readAssets();
  const page = renderPage(playground.members, beside.consoleLink !== undefined);
  const drawMessages = createDrawMessages(playground.members);
  await fastify.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      reply.headers({
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      const stranger = strangerOf(request);
      if (stranger !== null)
        return reply.code(403).send({ error: { code: 'HF_FORBIDDEN', message: stranger } });
    });
    scope.setErrorHandler((error, request, reply) => sendError(error, reply, request.log));

    scope.get('/playground', async (_, reply) => reply.type('text/html; charset=utf-8').send(page));
    scope.get('/playground/assets/:name', async (request, reply) => {
      const { name } = request.params as { name: string };
      const asset = assets.get(name);
      if (!asset) throw new HoldfastError('HF_NOT_FOUND', `There is no asset '${name}'.`);
      return reply.type(asset.type).send(asset.content);
    });
    scope.get('/playground/screen', async (request, reply) => {
      const { channel, member } = place(request.query);
      const html =
        channel === homeId
          ? drawHome(playground.home(member))
          : drawMessages(playground.screen(channel, member));
      const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
      reply.header('etag', etag).type('text/html; charset=utf-8');
      return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.send(html);
    });
    scope.get('/playground/form', async (request, reply) => {
      const query = request.query;
      const html = drawForm(playground.form(field(query, 'view'), field(query, 'member')));
      return reply.type('text/html; charset=utf-8').send(html);
    });
    scope.get('/playground/api/messages', async (request) => {
      const { channel, member } = place(request.query);
      return { ok: true, messages: playground.messages(channel, member) };
    });
    addGestures(scope, playground);
    const { consoleLink } = beside;
    if (consoleLink) {
      scope.post('/playground/api/console', { bodyLimit }, async ({ body }) => {
        const member = playground.members.find(({ id }) => id === field(body, 'member'));
        if (!member) throw usage('Nobody here is called so.', 'Send the id of a member.');
        return { ok: true, path: await consoleLink(member.id) };
      });
    }
  });
}

function addGestures(scope: FastifyInstance, playground: Playground): void {
  scope.post('/playground/api/message', { bodyLimit }, async ({ body }) =>
    playground.message({ ...place(body), text: field(body, 'text'), thread: optional(body, 'thread') }),
  );
  scope.post('/playground/api/command', { bodyLimit }, async ({ body }) =>
    playground.command({
      ...place(body),
      command: field(body, 'command'),
      text: optional(body, 'text') ?? '',
    }),
  );
  scope.post('/playground/api/click', { bodyLimit }, async ({ body }) =>
    playground.click({
      member: field(body, 'member'),
      messageId: field(body, 'messageId'),
      actionId: field(body, 'actionId'),
      value: optional(body, 'value'),
      state: isRecord(body) ? body.state : undefined,
    }),
  );
  scope.post('/playground/api/shortcut', { bodyLimit }, async ({ body }) =>
    playground.shortcut({
      member: field(body, 'member'),
      callback: field(body, 'callback'),
      messageId: optional(body, 'messageId'),
    }),
  );
  scope.post('/playground/api/react', { bodyLimit }, async ({ body }) =>
    playground.react({
      member: field(body, 'member'),
      messageId: field(body, 'messageId'),
      emoji: field(body, 'emoji'),
    }),
  );
  scope.post('/playground/api/home', { bodyLimit }, async ({ body }) =>
    playground.openHome(field(body, 'member')),
  );
  scope.post('/playground/api/submit', { bodyLimit }, async ({ body }) =>
    playground.submit({
      member: field(body, 'member'),
      viewId: field(body, 'viewId'),
      state: isRecord(body) ? body.state : undefined,
    }),
  );
}

interface Asset {
  type: string;
  content: Buffer;
}

async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const css = 'text/css; charset=utf-8';
  const library = createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css');
  const cards = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');
  const script = 'text/javascript; charset=utf-8';
  return new Map([
    ['playground.js', { type: script, content: await readFile(own('playground.js')) }],
    ['teams.js', { type: script, content: await readFile(own('teams.js')) }],
    ['adaptivecards.js', { type: script, content: await readFile(cards) }],
    ['form.js', { type: script, content: await readFile(own('form.js')) }],
    ['playground.css', { type: css, content: await readFile(own('playground.css')) }],
    ['blocks.css', { type: css, content: await readFile(library) }],
  ]);
}

function own(name: string): URL {
  return new URL(`./assets/${name}`, import.meta.url);
}

/** Who and where, out of a body or a query. */
function place(body: unknown): { member: string; channel: string } {
  return { member: field(body, 'member'), channel: field(body, 'channel') };
}

function field(body: unknown, name: string): string {
  const value = optional(body, name);
  if (value !== undefined) return value;
  throw usage(`The field '${name}' is missing.`, 'Send a JSON object with this field in it.');
}

function optional(body: unknown, name: string): string | undefined {
  const value = isRecord(body) ? body[name] : undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw usage(`The field '${name}' is not text.`, 'Send it as a JSON string.');
}

function sendError(error: unknown, reply: FastifyReply, log: FastifyReply['log']) {
  if (error instanceof HoldfastError) {
    const { code, message, next } = error;
    return reply.code(error.httpStatus).send({ error: { code, message, next } });
  }
  const status = isRecord(error) && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status >= 500)
    log.error({ reason: error instanceof Error ? error.message : String(error) }, 'playground failed');
  const message = status >= 500 ? 'Something broke on our side.' : 'The request cannot be read.';
  return reply.code(status).send({ error: { code: status >= 500 ? 'HF_INTERNAL' : 'HF_USAGE', message } });
}
