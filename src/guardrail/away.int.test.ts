import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { proposeAction } from '../services/propose-action.ts';
import { runEffects } from '../services/run-effects.ts';
import { runProposalTimers } from '../services/run-proposal-timers.ts';
import type { CallOutcome, Connector, LookupOutcome } from './connector.ts';

/** A chat that is up, out of reach, broken so that nobody knows, or refuses; by its own clock. */
interface Platform extends Connector {
  state: 'up' | 'out of reach' | 'broken' | 'broken for posts' | 'refuses';
  posts: { key: string; channel: string; text: string; at: number }[];
  /** When it was called in vain. */
  tried: number[];
  askedAbout: number;
}

const reason = 'it does not answer';

function createPlatform(now: () => Date): Platform {
  return {
    ...createLedgerConnector('chat'),
    state: 'up',
    posts: [],
    tried: [],
    askedAbout: 0,
    delivery: () => 'lookup',
    async perform({ key, action }): Promise<CallOutcome> {
      const { channel, view } = action.params as { channel: string; view: { summary: string } };
      if (this.state === 'up') {
        this.posts.push({ key, channel, text: view.summary, at: now().getTime() });
        return { kind: 'done', receipt: { channel, message: `m${this.posts.length}` } };
      }
      this.tried.push(now().getTime());
      const none = { kind: 'not_happened', reason, retryAfterMs: null } as const;
      if (this.state === 'refuses') return { ...none, permanent: true };
      if (this.state === 'out of reach') return { ...none, permanent: false, away: 'unreachable' };
      return { kind: 'unknown', reason, away: 'unreachable' };
    },
    async lookup({ key }): Promise<LookupOutcome> {
      this.askedAbout++;
      if (this.state === 'broken' || this.state === 'out of reach')
        return { kind: 'unsure', reason, away: 'unreachable' };
      const found = this.posts.some((post) => post.key === key);
      return found ? { kind: 'happened', receipt: {} } : { kind: 'absent' };
    },
  };
}

const hour = 3_600_000;

describeEngines('a platform that takes nothing', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let platform: Platform;
  let close: () => Promise<void>;
  let run = 0;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme Corp' }),
      sampleEvent('contract.updated', 'globex', '2026-09-01', { name: 'Globex' }),
    ]);
  });
  afterAll(() => close());
  beforeEach(async () => {
    ctx.clock.set(new Date(Date.parse('2026-11-21T12:00:00.000Z') + ++run * 400 * 24 * hour));
    await runProposalTimers(ctx);
    platform = createPlatform(() => ctx.clock.now());
    ctx.door = { ...(await testDoor([platform])), readOwnBefore: ctx.door.readOwnBefore };
    await ctx.store.endOutages(['chat']);
  });

  const post = async (text: string, channel = 'C1', account: string | null = null): Promise<string> => {
    const view = { summary: text, blocks: [{ kind: 'text' as const, spans: [{ text }] }] };
    const made = await proposeAction(
      { ...ctx, member: null },
      { kind: 'message.post', account, origin: 'system', params: { channel, view } },
    );
    if (!made.ok) throw new Error(made.reason);
    return made.proposal.id;
  };
  const pass = async (ms: number): Promise<void> => {
    ctx.clock.set(new Date(ctx.clock.now().getTime() + ms));
    while (await runEffects(ctx, 'w1'));
  };
  const passFor = async (ms: number, stepMs: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += stepMs) await pass(stepMs);
  };
  const stateOf = async (id: string) => (await ctx.store.findProposal(id))?.proposal;
  const texts = (): string[] => platform.posts.map(({ text }) => text);

  test.each(['out of reach', 'broken', 'broken for posts'] as const)(
    '%s for an hour loses nothing, doubles nothing and keeps the order',
    async (state) => {
      platform.state = state;
      for (const text of ['one', 'two', 'three', 'four', 'five', 'six']) await post(text);
      await passFor(hour, 5_000);
      expect(platform.posts).toEqual([]);
      platform.state = 'up';
      await passFor(4 * 60_000, 1_500);
      expect(texts()).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
      expect(await ctx.store.listOutages()).toEqual([]);
    },
  );

  test('out of reach it is tried by one effect at a time, about once a minute', async () => {
    platform.state = 'out of reach';
    for (let index = 0; index < 30; index++) await post(`text ${index}`, `C${index % 6}`);
    await passFor(hour, 5_000);
    expect(platform.tried.length).toBeGreaterThan(55);
    expect(platform.tried.length).toBeLessThan(130);
    const settled = platform.tried.filter((at) => at - (platform.tried[0] ?? 0) > 600_000);
    const gaps = settled.slice(1).map((at, index) => at - (settled[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30_000);
    platform.state = 'up';
    await passFor(2 * 60_000, 1_500);
    expect(new Set(texts()).size).toBe(30);
    expect(platform.posts).toHaveLength(30);
  });

  test('broken, it is asked what came of the one call and gets no others meanwhile', async () => {
    platform.state = 'broken';
    for (const text of ['one', 'two', 'three']) await post(text);
    await passFor(hour, 5_000);
    expect(platform.tried).toHaveLength(1);
    expect(platform.askedAbout).toBeGreaterThan(20);
    platform.state = 'up';
    await passFor(3 * 60_000, 1_500);
    expect(texts()).toEqual(['one', 'two', 'three']);
  });

  test('whoever looks sees since when, and how much waits', async () => {
    const since = new Date(ctx.clock.now().getTime() + 1_000);
    platform.state = 'out of reach';
    for (const text of ['one', 'two', 'three']) await post(text);
    await passFor(600_000, 1_000);
    expect(await ctx.store.listOutages()).toEqual([{ connector: 'chat', since, waiting: 3 }]);
  });

  test('a refusal is for good, at once, and ends what was taken for an outage', async () => {
    platform.state = 'out of reach';
    const [first, second] = [await post('one'), await post('two')];
    await pass(1_000);
    platform.state = 'refuses';
    await passFor(10_000, 1_000);
    expect(await stateOf(first)).toMatchObject({ state: 'failed', reason });
    expect(await stateOf(second)).toMatchObject({ state: 'failed', reason });
    expect(await ctx.store.listOutages()).toEqual([]);
  });

  test('what was allowed a day ago is not sent any more', async () => {
    platform.state = 'out of reach';
    const id = await post('one');
    for (let passed = 0; passed < 25; passed++) {
      await passFor(hour, 600_000);
      await runProposalTimers(ctx);
    }
    platform.state = 'up';
    await passFor(10 * 60_000, 30_000);
    expect(['expired', 'failed']).toContain((await stateOf(id))?.state);
    expect(platform.posts).toEqual([]);
  });

  test('what came of a call is still asked after a weekend', async () => {
    platform.state = 'broken';
    const id = await post('one');
    await passFor(60 * hour, 300_000);
    expect(await stateOf(id)).toMatchObject({ state: 'unknown' });
    platform.state = 'up';
    await passFor(hour, 60_000);
    await runProposalTimers(ctx);
    expect(['expired', 'failed']).toContain((await stateOf(id))?.state);
    expect(platform.posts).toEqual([]);
  });

  test('what a switch holds back keeps nothing else of its channel waiting', async () => {
    const { clock } = ctx;
    const flip = async (on: boolean): Promise<void> => {
      const at = clock.now();
      await ctx.store.writeKillSwitch({ scope: 'account:acme', on, by: 'admin1', reason: 'a test', at });
    };
    await flip(true);
    await post('held back', 'C1', 'acme');
    await post('goes', 'C1', 'globex');
    await passFor(5_000, 1_500);
    expect(texts()).toEqual(['goes']);
    await flip(false);
    await passFor(5_000, 1_500);
    expect(texts()).toEqual(['goes', 'held back']);
  });
});
