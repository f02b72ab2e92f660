import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { answerChat } from '../src/bot/router.ts';
import { createSlackApp } from '../src/bot/slack/app.ts';
import { createServer } from '../src/http/server.ts';
import type { Bench } from './stores.ts';

/** The secret that the bench's Slack signs with. */
export const signingSecret = 'bench-signing-secret';

/** Our app behind our listener. @returns how to end it, after everything that it took was answered */
export async function startOurs(bench: Bench, port: number, apiUrl: string): Promise<() => Promise<void>> {
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

/** A bare Bolt app that acknowledges and says one word. */
export async function startBare(port: number, apiUrl: string): Promise<() => Promise<void>> {
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
