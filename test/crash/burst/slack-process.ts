import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demoMembers } from '../../../demo/members.ts';
import { startSlackApi } from '../../../src/bot/playground/slack-api.ts';
import { createWorkspace } from '../../../src/bot/playground/workspace.ts';
import { createIds } from '../../../src/domain/ids.ts';
import { createDice } from '../dice.ts';
import { type FastClockSetup, openFastClock } from './fast-clock.ts';
import type { Arrival, Seen, SlackRequest, SlackWord, Weather } from './protocol.ts';

// Slack, as a process of its own: it outlives every product process and remembers what it took, in order of arrival.
// In front of the simulated API stands the weather.

const { clock: setup, seed } = JSON.parse(process.argv[2] ?? '') as { clock: FastClockSetup; seed: number };
const clock = openFastClock(setup);
const dice = createDice(seed);
const kept = 5_000;
const api = await startSlackApi({
  workspace: createWorkspace(demoMembers, clock, kept),
  clock,
  ids: createIds(),
});
const seen: Seen = { arrivals: [], pauses: [], turnedAway: 0 };
let weather: Weather = {
  state: 'up',
  lostPercent: 0,
  busyPercent: 0,
  retryAfterSeconds: 30,
  answerAfterMs: 0,
  greetAfterMs: 0,
};

const server = createServer((request, response) => {
  serve(request, response).catch(() => response.destroy());
});
await listen(0);
const { port } = server.address() as AddressInfo;
say({ say: 'ready', url: `http://127.0.0.1:${port}/api/`, token: api.token });

process.on('message', (request: SlackRequest) => {
  carryOut(request).then((result) => say({ say: 'answer', result: result ?? null }));
});
process.on('disconnect', () => process.exit());

async function carryOut(request: SlackRequest): Promise<unknown> {
  if (request.do === 'arrivals') return seen;
  const before = weather.state;
  weather = request.weather;
  if (before !== 'refusing' && weather.state === 'refusing') {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }
  if (before === 'refusing' && weather.state !== 'refusing') await listen(port);
  return null;
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  if (weather.state === 'broken') {
    seen.turnedAway++;
    response.writeHead(503).end('the service is unavailable');
    return;
  }
  if (request.url?.endsWith('/auth.test')) await passed(weather.greetAfterMs);
  if (!request.url?.endsWith('/chat.postMessage')) {
    const { status, text } = await forward(request, body);
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    return;
  }
  const given = new URLSearchParams(body);
  const channel = given.get('channel') ?? '';
  const luck = dice.next(100);
  if (luck < weather.busyPercent) {
    const at = clock.now().getTime();
    seen.pauses.push({ channel, at, untilMs: at + weather.retryAfterSeconds * 1_000 });
    const headers = { 'retry-after': String(weather.retryAfterSeconds), 'content-type': 'application/json' };
    response.writeHead(429, headers).end(JSON.stringify({ ok: false, error: 'ratelimited' }));
    return;
  }
  const { status, text } = await forward(request, body);
  if ((JSON.parse(text) as { ok: boolean }).ok) note(given, channel);
  await passed(weather.answerAfterMs);
  if (luck >= 100 - weather.lostPercent) response.destroy();
  else response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

async function passed(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

function note(given: URLSearchParams, channel: string): void {
  const metadata = JSON.parse(given.get('metadata') ?? '{}') as {
    event_payload?: { key?: string; part?: number };
  };
  const arrival: Arrival = {
    at: clock.now().getTime(),
    channel,
    key: metadata.event_payload?.key ?? '',
    part: metadata.event_payload?.part ?? 1,
    text: given.get('text') ?? '',
    thread: given.get('thread_ts'),
  };
  seen.arrivals.push(arrival);
  say({ say: 'arrived', count: seen.arrivals.length });
}

async function forward(request: IncomingMessage, body: string): Promise<{ status: number; text: string }> {
  const method = request.url?.split('/').at(-1) ?? '';
  const { authorization = '', 'content-type': type = 'application/x-www-form-urlencoded' } = request.headers;
  const headers = { authorization, 'content-type': type };
  const answer = await fetch(`${api.url}${method}`, { method: 'POST', headers, body });
  return { status: answer.status, text: await answer.text() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

async function listen(at: number): Promise<void> {
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
}

function say(word: SlackWord): void {
  process.send?.(word);
}
