import { afterAll, beforeAll, expect, test } from 'vitest';
import { testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';
import { loadDemo } from './load-demo.ts';

let ctx: Awaited<ReturnType<typeof testContext>>;
let close: () => Promise<void>;
const config = { demo: true, slack: null, teams: null };

beforeAll(async () => {
  const opened = await embedded.open();
  close = opened.close;
  ctx = await testContext(opened.store, '2026-11-21T10:00:00Z');
});
afterAll(() => close());

async function load(
  on: RequestContext,
  given: Parameters<typeof loadDemo>[1] = config,
  stopAfter = Number.POSITIVE_INFINITY,
) {
  const stop = new AbortController();
  const steps: number[] = [];
  const onProgress = (done: number): void => {
    steps.push(done);
    if (done >= stopAfter) stop.abort();
  };
  const result = await loadDemo(on, given, { onProgress, stop: stop.signal }).catch((error: Error) => error);
  return { result, steps };
}

test('nothing is loaded where it is not wanted, or where people really chat', async () => {
  const slack = {
    botToken: 'xoxb-1',
    signingSecret: 'x',
    apiUrl: null,
    emulated: false,
    appToken: null,
    oauth: null,
    noteEmoji: 'memo',
  };
  expect((await load(ctx, { demo: false, slack: null, teams: null })).result).toBeNull();
  expect((await load(ctx, { demo: true, slack, teams: null })).result).toBeNull();
  expect(await ctx.store.lastSequence()).toBe(0);
});

test('a load that is cut off goes on at the next start, a day later too, and nothing comes twice', async () => {
  const first = await load(ctx, config, 10_000);
  expect(first.result).toBeInstanceOf(Error);
  const half = await ctx.store.lastSequence();
  expect(half).toBeGreaterThanOrEqual(10_000);
  ctx.clock.set(new Date('2026-11-22T10:00:00Z'));
  const { result, steps } = await load(ctx);
  const total = await ctx.store.lastSequence();
  expect(result).toEqual({ events: total, accounts: 40 });
  expect(steps[0]).toBeGreaterThan(half);
  expect(await ctx.store.countDeadLetters()).toBe(0);
  expect(await ctx.store.accountsWithEventsAfter(['acme'], new Date('2026-11-21T10:00:00Z'))).toEqual([]);
});

test('it is loaded once', async () => {
  const before = await ctx.store.lastSequence();
  expect((await load(ctx)).result).toBeNull();
  expect(await ctx.store.lastSequence()).toBe(before);
});

test('it never joins what somebody else has sent', async () => {
  await ctx.store.writeSetting('demo.loaded', null);
  expect((await load(ctx)).result).toBeNull();
});
