import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { alertsOf, forgetAlerts, raisedAt } from '../../../test/support/alerts.ts';
import { createLedgerConnector, testDoor } from '../../../test/support/door.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { severityRank } from '../../domain/alert.ts';
import type { Severity } from '../../domain/rule-pack.ts';
import type { CallOutcome, Connector } from '../../guardrail/connector.ts';
import { runEffects } from '../run-effects.ts';
import { postAlerts } from './post-alerts.ts';
import { redrawAlerts } from './redraw-alerts.ts';

/** A channel that notes what reaches it and when, by its own clock, and knows the name of each message. */
interface Channel extends Connector {
  posts: { key: string; at: number; text: string; thread: string | null }[];
  /** What the next calls answer instead. */
  answers: CallOutcome[];
}

function createChannel(now: () => Date): Channel {
  const posts: Channel['posts'] = [];
  const answers: CallOutcome[] = [];
  return {
    ...createLedgerConnector('chat'),
    posts,
    answers,
    async perform({ key, action }) {
      const answer = answers.shift();
      if (answer) return answer;
      const { view, thread = null } = action.params as { view: { summary: string }; thread?: string };
      if (!posts.some((post) => post.key === key))
        posts.push({ key, at: now().getTime(), text: view.summary, thread });
      return { kind: 'done', receipt: { channel: 'C0ALERTS', message: `m${posts.length}` } };
    },
  };
}

describeEngines('the cards of many alerts', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let channel: Channel;
  let opened: Awaited<ReturnType<typeof engine.open>>;
  let run = 0;

  const pass = async (ms: number): Promise<void> => {
    ctx.clock.set(new Date(ctx.clock.now().getTime() + ms));
    await postAlerts(ctx);
    while (await runEffects(ctx, 'w1'));
  };
  const passes = async (count: number, ms = 1_100): Promise<void> => {
    for (let index = 0; index < count; index++) await pass(ms);
  };
  const severitiesOf = (texts: readonly string[]): Severity[] =>
    texts.map((text) => text.split(' ')[0]?.toLowerCase() as Severity);

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
    const now = new Date(Date.parse(raisedAt) + ++run * 86_400_000).toISOString();
    channel = createChannel(() => ctx.clock.now());
    ctx = await testContext(opened.store, now, undefined, await testDoor([channel]));
  });
  afterEach(() => forgetAlerts(ctx.store));

  it('forty at once arrive whole, once each, the most severe first, in the thread of one message, a second apart', async () => {
    await ctx.store.writeAlerts(alertsOf(40), []);
    await passes(60);
    const [head, ...cards] = channel.posts;
    expect(head?.text).toMatch(/^40 alerts for 40 accounts: 10 critical, 10 high, 10 medium, 10 low/);
    expect(cards).toHaveLength(40);
    expect(new Set(cards.map(({ text }) => text)).size).toBe(40);
    expect(new Set(cards.map(({ thread }) => thread))).toEqual(new Set(['m1']));
    const ranks = severitiesOf(cards.map(({ text }) => text)).map(severityRank);
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
    const gaps = channel.posts.slice(1).map(({ at }, index) => at - (channel.posts[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
  });

  it('are drawn anew when their alert changed, on its way, soon after or long after, and looked at no more', async () => {
    const [alert] = alertsOf(1);
    if (!alert) expect.fail('no alert');
    await ctx.store.writeAlerts([alert], []);
    await ctx.store.writeAlerts([{ ...alert, revision: alert.revision + 1 }], []);
    await pass(1_100);
    const drawn: string[] = [];
    const draw = async (): Promise<number> => {
      drawn.length = 0;
      await redrawAlerts(ctx, async (_channel, message) => void drawn.push(message), 5);
      return drawn.length;
    };
    const behind = async (): Promise<number> => {
      const { rows } = await sql<{ n: number }>`select count(*)::integer as n from alert_posts
        where alert_revision > revision`.execute(opened.database.queries);
      return rows[0]?.n ?? 0;
    };
    expect([await draw(), await behind()]).toEqual([0, 1]);
    // It was written in a transaction that did not see the card.
    await sql`update alerts set revision = revision + 1, body = jsonb_set(body, '{revision}', to_jsonb(revision + 1))
      where id = ${alert.id}`.execute(opened.database.queries);
    expect([await draw(), await draw()]).toEqual([1, 0]);
    await pass(16 * 60_000);
    expect([await draw(), await behind()]).toEqual([0, 0]);
    await ctx.store.writeAlerts([{ ...alert, revision: alert.revision + 9 }], []);
    expect([await behind(), await draw(), await draw(), await behind()]).toEqual([1, 1, 0, 0]);
  });

  it('ten in an hour stand by themselves', async () => {
    await ctx.store.writeAlerts(alertsOf(10), []);
    await passes(15);
    expect(channel.posts).toHaveLength(10);
    expect(channel.posts.every(({ thread }) => thread === null)).toBe(true);
  });

  it('a clock that ran a year ahead and was set back leaves no message that stands for all of that year', async () => {
    const now = ctx.clock.now();
    ctx.clock.set(new Date(now.getTime() + 365 * 86_400_000));
    await ctx.store.writeAlerts(alertsOf(15), []);
    await passes(30);
    expect(channel.posts).toHaveLength(16);
    await forgetAlerts(ctx.store, { posts: false });
    ctx.clock.set(now);
    const [one, other] = alertsOf(17).slice(15);
    if (!one || !other) return;
    await ctx.store.writeAlerts([one], []);
    await passes(3);
    await ctx.store.writeAlerts([other], []);
    await passes(5);
    expect(channel.posts).toHaveLength(18);
    const [first, second] = channel.posts.slice(-2);
    expect([first?.thread, second?.thread]).toEqual([null, null]);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it('two heralds at once post each card once', async () => {
    await ctx.store.writeAlerts(alertsOf(6), []);
    await Promise.all([postAlerts(ctx), postAlerts(ctx)]);
    await passes(15);
    expect(channel.posts).toHaveLength(6);
  });

  it('one that cannot be shown holds up no other, and is tried again when an hour has passed', async () => {
    const [first, ...others] = alertsOf(4, ['critical', 'high', 'medium', 'low']);
    if (!first) return;
    const broken = { ...first, picture: { ...first.picture, scoreUrl: 'javascript:alert(1)' } };
    await ctx.store.writeAlerts([broken, ...others], []);
    await passes(20);
    expect(channel.posts).toHaveLength(3);
    const refusals = async (): Promise<number> =>
      (await ctx.store.readAudit({ limit: 10_000 })).filter(({ action }) => action === 'proposal.refused')
        .length;
    expect(await refusals()).toBe(1);
    await ctx.store.writeAlerts([first], []);
    await passes(2);
    expect(channel.posts).toHaveLength(3);
    await pass(3_600_000);
    expect(channel.posts).toHaveLength(4);
  });

  it('a platform that asks for a pause gets it, and loses no card and no order', async () => {
    await ctx.store.writeAlerts(alertsOf(8), []);
    channel.answers.push({
      kind: 'not_happened',
      reason: 'Too many',
      permanent: false,
      retryAfterMs: 30_000,
    });
    await passes(20);
    expect(channel.posts).toEqual([]);
    await passes(20, 2_000);
    expect(channel.posts).toHaveLength(8);
    const ranks = severitiesOf(channel.posts.map(({ text }) => text)).map(severityRank);
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
  });
});
