import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { alertsOf, forgetAlerts, raisedAt } from '../../../test/support/alerts.ts';
import { createLedgerConnector, testDoor } from '../../../test/support/door.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { type Alert, severityRank } from '../../domain/alert.ts';
import type { Severity } from '../../domain/rule-pack.ts';
import type { Connector } from '../../guardrail/connector.ts';
import { runEffects } from '../run-effects.ts';
import { runProposalTimers } from '../run-proposal-timers.ts';
import { postAlerts } from './post-alerts.ts';

interface Channel extends Connector {
  isAway: boolean;
  posts: { key: string; text: string; thread: string | null }[];
}

function createChannel(): Channel {
  return {
    ...createLedgerConnector('chat'),
    isAway: false,
    posts: [],
    async perform({ key, action }) {
      if (this.isAway) {
        const none = { reason: 'no connection', permanent: false, retryAfterMs: null };
        return { kind: 'not_happened', ...none, away: 'unreachable' };
      }
      const { view, thread = null } = action.params as { view: { summary: string }; thread?: string };
      this.posts.push({ key, text: view.summary, thread });
      return { kind: 'done', receipt: { channel: 'C0ALERTS', message: `m${this.posts.length}` } };
    },
  };
}

const minute = 60_000;

describeEngines('alerts while the chat takes nothing', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let channel: Channel;
  let opened: Awaited<ReturnType<typeof engine.open>>;
  let run = 0;

  const pass = async (ms: number): Promise<void> => {
    ctx.clock.set(new Date(ctx.clock.now().getTime() + ms));
    await postAlerts(ctx);
    while (await runEffects(ctx, 'w1'));
  };
  const passFor = async (ms: number, stepMs: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += stepMs) await pass(stepMs);
  };
  const ranks = (posts: Channel['posts']): number[] =>
    posts.map(({ text }) => severityRank(text.split(' ')[0]?.toLowerCase() as Severity));

  beforeAll(async () => {
    opened = await engine.open();
    const inside = await testContext(opened.store, raisedAt);
    await ingest(
      inside,
      alertsOf(40).map(({ account }) =>
        sampleEvent('contract.updated', account, '2026-01-01', { name: account, tier: 'pro' }),
      ),
    );
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    const now = new Date(Date.parse(raisedAt) + ++run * 10 * 86_400_000).toISOString();
    channel = createChannel();
    channel.isAway = true;
    ctx = await testContext(opened.store, now, undefined, await testDoor([channel]));
    await runProposalTimers(ctx);
  });
  afterEach(() => forgetAlerts(ctx.store));

  it('forty that arise in an outage of two hours are one message and its thread afterwards, each once', async () => {
    await ctx.store.writeAlerts(alertsOf(40), []);
    await passFor(120 * minute, minute);
    expect(channel.posts).toEqual([]);
    channel.isAway = false;
    await passFor(3 * minute, 1_500);
    const [head, ...cards] = channel.posts;
    expect(head?.text).toMatch(/^40 alerts for 40 accounts/);
    expect(cards).toHaveLength(40);
    expect(new Set(cards.map(({ text }) => text)).size).toBe(40);
    expect(new Set(cards.map(({ thread }) => thread))).toEqual(new Set(['m1']));
    expect(ranks(cards)).toEqual(ranks(cards).toSorted((one, other) => one - other));
  });

  it('no more than ten stand by themselves afterwards, however long it took', async () => {
    const all = alertsOf(24);
    for (const part of [0, 8, 16]) {
      await ctx.store.writeAlerts(all.slice(part, part + 8), []);
      await passFor(70 * minute, minute);
    }
    channel.isAway = false;
    await passFor(3 * minute, 1_500);
    expect(new Set(channel.posts.map(({ text }) => text)).size).toBe(25);
    expect(channel.posts).toHaveLength(25);
    expect(channel.posts.filter(({ thread }) => thread === null)).toHaveLength(9);
  });

  it('what is no longer true when the chat is there again is not posted', async () => {
    const all = alertsOf(4);
    await ctx.store.writeAlerts(all, []);
    await passFor(30 * minute, minute);
    const end = { at: ctx.clock.now().toISOString(), because: 'cleared' as const, by: null };
    const over = all.slice(0, 2).map((alert): Alert => ({ ...alert, state: 'closed', revision: 2, end }));
    await ctx.store.writeAlerts(over, []);
    await passFor(minute, 10_000);
    channel.isAway = false;
    await passFor(3 * minute, 1_500);
    expect(channel.posts.map(({ text }) => text).toSorted()).toEqual([
      expect.stringContaining('Company 3'),
      expect.stringContaining('Company 2'),
    ]);
    const audit = await ctx.store.readAudit({ limit: 100 });
    expect(audit.filter(({ action }) => action === 'proposal.cancelled')).toHaveLength(2);
  });

  it('what arises again after it was withdrawn is posted', async () => {
    const [alert] = alertsOf(1);
    const closed: Alert = {
      ...alert!,
      state: 'closed',
      revision: 2,
      end: { at: ctx.clock.now().toISOString(), because: 'cleared', by: null },
    };
    await ctx.store.writeAlerts([alert!], []);
    await pass(minute);
    await ctx.store.writeAlerts([closed], []);
    await pass(minute);
    await ctx.store.writeAlerts([{ ...alert!, revision: 3 }], []);
    await pass(minute);
    channel.isAway = false;
    await passFor(2 * minute, 10_000);
    expect(channel.posts).toHaveLength(1);
  });
});
