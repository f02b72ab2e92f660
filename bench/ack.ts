import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { answerChat } from '../src/bot/router.ts';
import { createSlackApp } from '../src/bot/slack/app.ts';
import { createServer } from '../src/http/server.ts';
import type { AckClientData } from './ack-client.ts';
import { type Finding, median, percentile } from './measure.ts';
import { scoreAll } from './score.ts';
import type { Bench } from './stores.ts';

const signingSecret = 'bench-signing-secret';
const rounds = 150;
const pauseMs = 25;

/**
 * The time until a slash command is acknowledged over HTTP, in turn with a bare Bolt app in the same process, while
 * the whole portfolio is being scored; and how long the event loop was held at most.
 */
export async function benchAck(bench: Bench): Promise<Finding[]> {
  const ourPort = 31_870;
  const barePort = 31_871;
  const data: AckClientData = {
    targets: [`http://127.0.0.1:${ourPort}/slack/events`, `http://127.0.0.1:${barePort}/slack/events`],
    signingSecret,
    rounds,
    pauseMs,
  };
  const client = new Worker(new URL('./ack-client.ts', import.meta.url), { workerData: data });
  const [ready] = (await once(client, 'message')) as [{ apiUrl: string }];
  const ours = await startOurs(bench, ourPort, ready.apiUrl);
  const bare = await startBare(barePort, ready.apiUrl);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let scoring = true;
  const scored = (async () => {
    while (scoring) await scoreAll(bench, bench.ctx.clock.now());
  })();
  delay.enable();
  client.postMessage('go');
  const [done] = (await once(client, 'message')) as [{ times: number[][] }];
  delay.disable();
  scoring = false;
  await scored;
  await ours();
  await bare();
  await client.terminate();
  return findings(bench, done.times, delay.percentile(99) / 1e6);
}

function findings(bench: Bench, [ours = [], bare = []]: number[][], delayP99Ms: number): Finding[] {
  const round = (ms: number): number => Math.round(ms * 100) / 100;
  const detail = {
    oursP50Ms: round(median(ours)),
    bareP50Ms: round(median(bare)),
    oursP99Ms: round(percentile(ours, 0.99)),
    bareP99Ms: round(percentile(bare, 0.99)),
  };
  return [
    {
      name: `ack p50 / bare Bolt, ${bench.engine}`,
      figure: median(ours) / median(bare),
      unit: '×',
      limit: 1.5,
      sense: 'most',
      detail,
    },
    {
      name: `event-loop delay p99, ${bench.engine}`,
      figure: delayP99Ms,
      unit: 'ms',
      limit: 50,
      sense: 'most',
      detail: { rounds },
    },
  ];
}

async function startOurs(bench: Bench, port: number, apiUrl: string): Promise<() => Promise<void>> {
  const { ctx } = bench;
  const app = createSlackApp({
    signingSecret,
    botToken: 'xoxb-bench',
    teamId: 'T0BENCH',
    botUserId: 'U0BOT',
    appId: 'A0BENCH',
    apiUrl,
    answer: (request) => answerChat(ctx, request),
    firstDelivery: (key) => ctx.store.noteDelivery(key, ctx.clock.now()),
    keepClick: (key, request) => ctx.store.keepClick(key, request, ctx.clock.now()),
    clickDone: (key) => ctx.store.markClickDone(key, ctx.clock.now()),
    clickKey: 'ab'.repeat(32),
    linkTo: (path) => `http://127.0.0.1:${port}${path}`,
    log: ctx.log,
    clock: ctx.clock,
    ids: ctx.ids,
  });
  const server = await createServer({
    services: ctx,
    version: 'bench',
    sources: [],
    apps: [],
    linkTo: (path) => path,
    readiness: () => ({ ready: true, detail: '' }),
    slackEvents: (request) => app.handle(request),
    startPage: null,
    commands: null,
    pages: [],
  });
  await server.listen({ port, host: '127.0.0.1' });
  return async () => {
    await app.drain();
    await server.close();
  };
}

async function startBare(port: number, apiUrl: string): Promise<() => Promise<void>> {
  const app = new App({
    receiver: new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR }),
    authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BENCH', botUserId: 'U0BOT' }),
    clientOptions: { slackApiUrl: apiUrl },
    logLevel: LogLevel.ERROR,
  });
  app.command('/cs', async ({ ack, respond }) => {
    await ack();
    await respond('bare');
  });
  await app.start({ port, host: '127.0.0.1' });
  return async () => {
    await app.stop();
  };
}
