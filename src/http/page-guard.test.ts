import { connect } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { createManualClock } from '../domain/clock.ts';
import { createLinks } from './links.ts';
import { createPageGuard } from './page-guard.ts';

const path = '/evidence/events/1';
const links = createLinks(
  'https://holdfast.example',
  'ab'.repeat(32),
  createManualClock(new Date('2026-11-21T10:00:00Z')),
);
const signedPath = links.linkTo(path).slice(links.baseUrl.length);

/** What nginx sends for `proxy_pass http://127.0.0.1:3000;` and nothing else. */
const throughNginx = { host: '127.0.0.1:3000', connection: 'close', 'user-agent': 'curl/8', accept: '*/*' };

let server: FastifyInstance;
afterEach(() => server.close());

async function serve(opensLocally: boolean): Promise<void> {
  const guard = createPageGuard(links, { opensLocally });
  server = Fastify();
  server.get('/evidence/*', async (request, reply) => {
    const may = guard.mayOpen(request);
    return may === true ? guard.linkTo('/evidence/events/2', request) : reply.code(403).send(may);
  });
}

async function open(url: string, headers: Record<string, string>): Promise<number> {
  return (await server.inject({ url, headers, remoteAddress: '127.0.0.1' })).statusCode;
}

test('where people chat from elsewhere a page needs a signature, however near the request seems', async () => {
  await serve(false);
  expect(await open(path, throughNginx)).toBe(403);
  expect(await open(path, { host: 'localhost:3000' })).toBe(403);
  expect(await open(signedPath, throughNginx)).toBe(200);
});

test('on an installation of this machine alone, whoever sits at it needs none', async () => {
  await serve(true);
  expect(await open(path, { host: 'localhost:3000' })).toBe(200);
  expect(await open(path, { host: 'holdfast.example' })).toBe(403);
  for (const name of ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-proto', 'x-real-ip'])
    expect(await open(path, { ...throughNginx, [name]: 'x' })).toBe(403);
});

test("not even there does a page open through nginx's HTTP/1.0", async () => {
  await serve(true);
  await server.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((server.server.address() as { port: number }).port, '127.0.0.1');
  const lines = Object.entries(throughNginx).map(([name, value]) => `${name}: ${value}`);
  socket.end(`GET ${path} HTTP/1.0\r\n${lines.join('\r\n')}\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk;
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
});

test('links on a page end with the link that opened it', async () => {
  await serve(true);
  const inherited = (await server.inject({ url: signedPath })).body;
  expect(inherited).toBe(links.linkTo('/evidence/events/2'));
  const local = await server.inject({ url: path, headers: { host: 'localhost' } });
  expect(local.body).toBe('/evidence/events/2');
});
