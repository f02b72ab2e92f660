import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { ScoreOverride, Sentiment } from '../domain/judgement.ts';
import { endOfDay } from '../domain/utc-day.ts';
import type { Store } from '../store/store.ts';
import { ask } from './ask.ts';
import { getAccountHealth } from './get-account-health.ts';
import { getScorePage } from './get-score-page.ts';
import { getTimeline } from './get-timeline.ts';
import { listAccountLines } from './list-accounts.ts';

const decided = new Date('2026-11-21T12:00:00.000Z');
const by = { id: 'manager1', name: 'Helena Strand 2' };

function override(proposalId: string, change: Partial<ScoreOverride> = {}): ScoreOverride {
  return {
    proposalId,
    account: 'acme',
    hundredths: 4512,
    reason: 'Their 7 sponsors left, 1 by 1',
    by,
    at: decided,
    until: endOfDay('2026-12-31'),
    ...change,
  };
}

const sentiment: Sentiment = {
  proposalId: 's1',
  account: 'acme',
  value: 'good',
  reason: 'NPS call on 3 Nov, 12,400.50 saved',
  by,
  at: decided,
  until: endOfDay('2026-12-31'),
};

describeEngines('what people say of an account', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let store: Store;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ store, close } = await engine.open());
    ctx = await testContext(store, decided.toISOString());
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-03-01', { name: 'Acme Corporation', seats: 5 }),
      sampleEvent('ticket.created', 'acme', '2026-11-10', { ticketId: 't1', priority: 'P0' }),
      sampleEvent('billing.invoice', 'acme', '2026-10-01', { invoiceId: 'i1', status: 'overdue' }),
      sampleEvent('user.session', 'other', '2026-11-20'),
    ]);
  });
  afterAll(() => close());

  it('stands beside a score that stays what it was, with contributions that sum to it (B8, B9)', async () => {
    const before = await getAccountHealth(ctx, { accountId: 'acme' });
    expect(before).toMatchObject({ override: null, sentiment: null, band: 'red' });
    await store.addScoreOverride(override('p1'));
    await store.addSentiment(sentiment);
    const health = await getAccountHealth(ctx, { accountId: 'acme' });
    expect(health.override).toEqual({
      score: 45.12,
      band: 'amber',
      reason: 'Their 7 sponsors left, 1 by 1',
      by,
      proposalId: 'p1',
      at: '2026-11-21T12:00:00.000Z',
      until: '2026-12-31T23:59:59.999Z',
    });
    expect(health.sentiment).toMatchObject({
      value: 'good',
      disagrees: 'Helena Strand 2 says good, while the score is red.',
    });
    const { override: _, sentiment: __, ...computed } = health;
    const { override: ___, sentiment: ____, ...unchanged } = before;
    expect(canonicalJson(computed)).toBe(canonicalJson(unchanged));
    const total = health.components.reduce((sum, part) => sum + Math.round(part.contribution * 100), 0);
    expect(total).toBe(Math.round((health.score ?? 0) * 100));
    expect(await getAccountHealth(ctx, { accountId: 'other' })).toMatchObject({
      override: null,
      sentiment: null,
    });
  });

  it('is told in words, and every figure of a reason is cited (A4)', async () => {
    const answer = await ask(ctx, 'how is acme doing?');
    expect(answer.abstained).toBe(false);
    expect(answer.text).toContain(
      'Overridden to 45.12 by Helena Strand 2 until 31 Dec 2026: Their 7 sponsors left, 1 by 1.',
    );
    expect(answer.text).toContain('CSM sentiment good, by Helena Strand 2 until 31 Dec 2026:');
    expect(answer.text).toContain('Disagreement: Helena Strand 2 says good, while the score is red.');
  });

  it('stands on the timeline as an action, with a page that shows it', async () => {
    const { entries } = await getTimeline(ctx, { accountId: 'acme' });
    expect(entries.slice(0, 3).map(({ kind }) => kind)).toEqual(['action', 'action', 'ticket']);
    const { entries: actions } = await getTimeline(ctx, { accountId: 'acme', kinds: ['action'], limit: 1 });
    expect(actions).toHaveLength(1);
    const page = new URL(actions[0]?.url ?? '', 'http://holdfast');
    expect(page.pathname).toBe('/evidence/scores/acme');
    const shown = await getScorePage(ctx, 'acme', { asOf: new Date(page.searchParams.get('asOf') ?? '') });
    expect(shown.health.override).toMatchObject({ proposalId: 'p1' });
    expect(entries.map(({ title }) => title)).toContain(
      'Score overridden to 45.12 by Helena Strand 2 until 31 Dec 2026: Their 7 sponsors left, 1 by 1',
    );
    const { entries: tickets } = await getTimeline(ctx, { accountId: 'acme', kinds: ['ticket'] });
    expect(tickets.map(({ kind }) => kind)).toEqual(['ticket']);
    const before = await getTimeline(ctx, { accountId: 'acme', asOf: new Date(decided.getTime() - 1) });
    expect(before.entries.some(({ kind }) => kind === 'action')).toBe(false);
    expect(await ask(ctx, 'acme timeline')).toMatchObject({ abstained: false });
  });

  it('stands in the list of accounts beside a score that keeps its place', async () => {
    const [line, ...others] = await listAccountLines(ctx, { filter: ['acme'] });
    const { score } = await getAccountHealth(ctx, { accountId: 'acme' });
    expect(line).toMatchObject({ id: 'acme', score, override: 45.12 });
    expect(others).toEqual([]);
    const over = { asOf: new Date('2027-01-01T00:00:00.000Z') };
    for (const each of await listAccountLines(ctx, over)) expect(each.override).toBeNull();
  });

  it('ends after the last millisecond of its day, and the history keeps it', async () => {
    const last = await getAccountHealth(ctx, { accountId: 'acme', asOf: endOfDay('2026-12-31') });
    expect(last).toMatchObject({ override: { proposalId: 'p1' }, sentiment: { value: 'good' } });
    const after = new Date('2027-01-01T00:00:00.000Z');
    const over = await getAccountHealth(ctx, { accountId: 'acme', asOf: after });
    expect(over).toMatchObject({ override: null, sentiment: null });
    const page = await getScorePage(ctx, 'acme', { asOf: after });
    expect(page.judgements).toEqual({ overrides: [override('p1')], sentiments: [sentiment] });
  });

  describe('in the past', () => {
    it('is not there before it was decided', async () => {
      const asOf = new Date(decided.getTime() - 1);
      const health = await getAccountHealth(ctx, { accountId: 'acme', asOf });
      expect(health).toMatchObject({ override: null, sentiment: null });
      expect((await getScorePage(ctx, 'acme', { asOf })).judgements).toEqual({
        overrides: [],
        sentiments: [],
      });
    });

    it('is the same bytes for ever, whatever people say later and whatever a member is called later (B6)', async () => {
      const present = await getAccountHealth(ctx, { accountId: 'acme' });
      const { knownAt } = present;
      const before = await getAccountHealth(ctx, {
        accountId: 'acme',
        asOf: new Date(decided.getTime() - 1),
        knownAt,
      });
      ctx.clock.set(new Date('2026-11-28T09:00:00.000Z'));
      await store.writeMembers([{ id: 'manager1', name: 'Helena Renamed', role: 'manager', identities: [] }]);
      await store.addScoreOverride(
        override('p2', { at: ctx.clock.now(), hundredths: 9900, until: endOfDay('2026-11-29') }),
      );
      await store.addSentiment({ ...sentiment, proposalId: 's2', value: 'poor', at: ctx.clock.now() });
      await ingest(ctx, [sampleEvent('user.session', 'acme', '2026-11-27')]);
      const then = { accountId: 'acme', asOf: decided, knownAt };
      expect(canonicalJson(await getAccountHealth(ctx, then))).toBe(canonicalJson(present));
      const justBefore = { ...then, asOf: new Date(decided.getTime() - 1) };
      expect(canonicalJson(await getAccountHealth(ctx, justBefore))).toBe(canonicalJson(before));
      expect(await getAccountHealth(ctx, { accountId: 'acme' })).toMatchObject({
        override: { score: 99, band: 'green' },
        sentiment: { value: 'poor' },
      });
      // A newer one that ends early brings none back.
      const later = new Date('2026-11-30T00:00:00.000Z');
      expect(await getAccountHealth(ctx, { accountId: 'acme', asOf: later })).toMatchObject({
        override: null,
      });
    });
  });
});
