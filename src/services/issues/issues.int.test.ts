import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { issueOf } from '../../../test/support/issues.ts';
import { knowledgeOf } from '../../../test/support/knowledge.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { KnownIssue } from '../../domain/known-issue.ts';
import type { RequestContext } from '../context.ts';
import { decideLink } from './decide-link.ts';
import { getBug } from './get-bug.ts';
import { getIssuePage } from './get-issue-page.ts';
import { listBugs } from './list-bugs.ts';
import { matchRecords } from './match-records.ts';

const now = '2026-11-21T12:00:00.000Z';
const timeout = issueOf('timeouts', {
  title: 'Long pipelines time out',
  versions: { from: '4.40' },
  error_signatures: ['PIPELINE_TIMEOUT'],
  body: 'Start the pipeline in a free hour. The run is cancelled after fifteen minutes of waiting.',
});
const drift = issueOf('drift', {
  title: 'Imports refuse files with an added column',
  error_signatures: ['SCHEMA_DRIFT'],
  body: 'Compare the schema with the last file and accept the new column.',
});

describeEngines('known issues and the customers that they hit', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;
  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  const know = async (issues: readonly KnownIssue[]): Promise<void> => {
    ctx = { ...ctx, knowledge: knowledgeOf(issues) };
  };

  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, now);
    await know([timeout, drift]);
    await opened.store.writeMembers(demoMembers);
  });
  afterEach(() => close());

  const contract = (account: string, amount: number, more: Record<string, unknown> = {}) =>
    sampleEvent('contract.updated', account, '2026-01-01', {
      name: `${account} Ltd`,
      tier: 'pro',
      renewsOn: '2026-12-31',
      arr: { amount, currency: 'USD' },
      ...more,
    });
  const deployed = (account: string, version: string, on = '2026-10-01') =>
    sampleEvent('deployment.published', account, on, { version });
  const failed = (account: string, on: string, code = 'PIPELINE_TIMEOUT') =>
    sampleEvent('error.raised', account, on, { code });
  const ticket = (account: string, on: string, ticketId: string, subject: string, body = '') =>
    sampleEvent('ticket.created', account, on, { ticketId, subject, body });

  describe('a ticket that carries an error signature', () => {
    it('is suggested, counts when a person confirms it, and stands in the list with its evidence', async () => {
      const opened = ticket(
        'acme',
        '2026-11-20',
        'T-1',
        'Nightly load fails',
        'It ends with PIPELINE_TIMEOUT.',
      );
      await ingest(ctx, [contract('acme', 1_000_000), deployed('acme', '4.40.0'), opened]);
      const before = await getBug(ctx, { id: 'timeouts' });
      expect(before).toMatchObject({ accounts: [], total: { accounts: 0, hits: 0, arr: [] }, waiting: 1 });
      const [suggestion] = before.suggestions;
      expect(suggestion).toMatchObject({
        seq: 3,
        eventId: opened.id,
        method: 'signature',
        account: { id: 'acme', name: 'acme Ltd' },
        confidence: 0.85,
        url: '/evidence/events/3',
      });
      await decideLink(as('agent1'), { issueId: 'timeouts', seq: 3, verdict: 'confirmed' });
      const after = await getBug(ctx, { id: 'timeouts' });
      expect(after.accounts).toEqual([
        {
          id: 'acme',
          name: 'acme Ltd',
          status: 'active',
          tier: 'pro',
          renewsOn: '2026-12-31',
          arr: { amount: 1_000_000, currency: 'USD' },
          openTickets: [{ ticketId: 'T-1', url: '/evidence/events/3' }],
          hits: 1,
          firstHit: { at: '2026-11-20T12:00:00.000Z', eventId: opened.id, url: '/evidence/events/3' },
          lastHit: { at: '2026-11-20T12:00:00.000Z', eventId: opened.id, url: '/evidence/events/3' },
          trend: [0, 0, 0, 1],
          evidence: {
            arr: '/evidence/events/1',
            tier: '/evidence/events/1',
            renewsOn: '/evidence/events/1',
            hits: '/evidence/issues/timeouts?knownAt=3&account=acme',
          },
        },
      ]);
      expect(after).toMatchObject({ waiting: 0, total: { arr: [{ amount: 1_000_000, currency: 'USD' }] } });
      expect(after.precision).toEqual([
        { method: 'signature', decided: 1, confirmed: 1, counted: 0, waiting: 0, precision: 1 },
      ]);
      const [entry] = await ctx.store.readAudit({ limit: 1 });
      expect(entry).toMatchObject({ action: 'issue.link_confirmed', actor: 'agent1', account: 'acme' });
    });

    it('is no open ticket any more once it is resolved', async () => {
      await ingest(ctx, [
        ticket('acme', '2026-11-19', 'T-1', 'PIPELINE_TIMEOUT'),
        deployed('acme', '4.40.0'),
      ]);
      await matchRecords(ctx);
      await decideLink(as('agent1'), { issueId: 'timeouts', seq: 1, verdict: 'confirmed' });
      expect((await getBug(ctx, { id: 'timeouts' })).total.openTickets).toBe(1);
      await ingest(ctx, [sampleEvent('ticket.resolved', 'acme', '2026-11-20', { ticketId: 'T-1' })]);
      expect((await getBug(ctx, { id: 'timeouts' })).total).toMatchObject({ openTickets: 0, hits: 1 });
    });
  });

  it('an error counts by itself for the version that has the issue, and for no other', async () => {
    await ingest(ctx, [
      ...[contract('old', 500), contract('new', 700), deployed('old', '4.39.0'), deployed('new', '4.40.2')],
      ...[failed('old', '2026-11-20'), failed('new', '2026-11-01'), failed('new', '2026-11-20')],
      ...[failed('unknown', '2026-11-20'), failed('unknown', '2026-11-20')],
    ]);
    const { accounts, waiting, suggestions } = await getBug(ctx, { id: 'timeouts' });
    expect(accounts.map(({ id, hits, trend }) => [id, hits, trend])).toEqual([['new', 2, [0, 1, 0, 1]]]);
    expect(waiting).toBe(1); // the same error of the account whose version nobody knows: one question, not two
    expect(suggestions[0]?.reason).toContain('the version that the account ran is not known');
  });

  it('what a person confirmed of an error holds for the same error of that account, and a no stays a no', async () => {
    await ingest(ctx, [failed('a', '2026-11-18'), failed('b', '2026-11-18')]);
    await matchRecords(ctx);
    await decideLink(as('csm1'), { issueId: 'timeouts', seq: 1, verdict: 'confirmed' });
    await decideLink(as('csm1'), { issueId: 'timeouts', seq: 2, verdict: 'rejected' });
    await ingest(ctx, [
      deployed('a', '4.40.0', '2026-11-18'),
      failed('a', '2026-11-20'),
      failed('b', '2026-11-20'),
    ]);
    const { accounts, waiting } = await getBug(ctx, { id: 'timeouts' });
    expect([accounts.map(({ id, hits }) => [id, hits]), waiting]).toEqual([[['a', 2]], 0]);
  });

  it('hits stop counting by themselves once people rejected too many of those they looked at', async () => {
    const day = (index: number) => `2026-11-${String(index + 1).padStart(2, '0')}`;
    await ingest(ctx, [
      deployed('a', '4.40.0'),
      ...Array.from({ length: 10 }, (_, index) => failed('a', day(index))),
    ]);
    await matchRecords(ctx);
    for (let seq = 2; seq <= 11; seq++) {
      await decideLink(as('csm1'), {
        issueId: 'timeouts',
        seq,
        verdict: seq <= 3 ? 'rejected' : 'confirmed',
      });
    }
    await ingest(ctx, [deployed('b', '4.40.0'), failed('b', '2026-11-20')]);
    const { accounts, waiting } = await getBug(ctx, { id: 'timeouts' });
    expect([accounts.map(({ id }) => id), waiting]).toEqual([['a'], 1]);
  });

  it('matches everything undecided anew when the knowledge changes, and leaves a person’s word alone', async () => {
    await ingest(ctx, [failed('a', '2026-11-18', 'SCHEMA_DRIFT'), failed('b', '2026-11-18', 'NEW_FAULT')]);
    await matchRecords(ctx);
    await decideLink(as('csm1'), { issueId: 'drift', seq: 1, verdict: 'rejected' });
    expect((await listBugs(ctx)).map(({ issue, accounts }) => [issue.id, accounts])).toEqual([
      ['drift', 0],
      ['timeouts', 0],
    ]);
    await know([drift, issueOf('new-fault', { error_signatures: ['NEW_FAULT'] })]);
    expect((await listBugs(ctx)).map(({ issue, accounts, hits }) => [issue.id, accounts, hits])).toEqual([
      ['new-fault', 1, 1],
      ['drift', 0, 0],
    ]);
  });

  it('two passes at once match each record once', async () => {
    await ingest(ctx, [deployed('a', '4.40.0'), failed('a', '2026-11-18'), failed('a', '2026-11-19')]);
    const results = await Promise.all([matchRecords(ctx), matchRecords(ctx)]);
    expect(results.map(({ records }) => records).sort()).toEqual([0, 2]);
    expect(await matchRecords(ctx)).toEqual({ records: 0, links: 0, upToDate: true });
    expect((await getBug(ctx, { id: 'timeouts' })).total.hits).toBe(2);
  });

  it('an account that left is listed, and its revenue is at risk no more', async () => {
    await ingest(ctx, [
      contract('gone', 900, { status: 'ended' }),
      contract('here', 100),
      sampleEvent('contract.updated', 'poor', '2026-01-01', { name: 'Poor' }),
      ...['gone', 'here', 'poor'].flatMap((id) => [deployed(id, '4.40.0'), failed(id, '2026-11-20')]),
    ]);
    const { accounts, total } = await getBug(ctx, { id: 'timeouts' });
    expect(accounts.map(({ id, status }) => [id, status])).toEqual([
      ['here', 'active'],
      ['poor', 'active'],
      ['gone', 'ended'],
    ]);
    expect(total).toMatchObject({
      arr: [{ amount: 100, currency: 'USD' }],
      accountsWithoutArr: 1,
      accounts: 3,
    });
  });

  it('its page lists every hit, of all or of one account, as far as was known', async () => {
    await ingest(ctx, [
      ...[
        deployed('a', '4.40.0'),
        failed('a', '2026-11-18'),
        deployed('b', '4.40.0'),
        failed('b', '2026-11-19'),
      ],
    ]);
    const all = await getIssuePage(ctx, { id: 'timeouts' });
    expect(all.hits.map(({ account, seq }) => [account, seq])).toEqual([
      ['b', 4],
      ['a', 2],
    ]);
    const earlier = await getIssuePage(ctx, { id: 'timeouts', knownAt: 3 });
    expect(earlier.bug.accounts.map(({ id }) => id)).toEqual(['a']);
    const own = await getIssuePage(ctx, { id: 'timeouts', account: 'b' });
    expect(own.hits.map(({ seq }) => seq)).toEqual([4]);
    await expect(getIssuePage(ctx, { id: 'timeouts', account: 'c' })).rejects.toMatchObject({
      code: 'HF_NOT_FOUND',
    });
  });

  it('refuses whoever may not say so, and what does not exist', async () => {
    await ingest(ctx, [failed('a', '2026-11-18')]);
    const decision = { issueId: 'timeouts', seq: 1, verdict: 'confirmed' as const };
    await expect(decideLink(as('auditor1'), decision)).rejects.toMatchObject({ code: 'HF_FORBIDDEN' });
    await expect(decideLink(as('csm1'), { ...decision, seq: 99 })).rejects.toMatchObject({
      code: 'HF_NOT_FOUND',
    });
    await expect(getBug(ctx, { id: 'time-outs' })).rejects.toMatchObject({
      code: 'HF_NOT_FOUND',
      next: 'Closest: timeouts. Try: bug timeouts',
    });
    await expect(getBug(ctx, { id: 'x\u0000' })).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
    expect((await getBug(ctx, { id: 'timeouts' })).waiting).toBe(1);
  });

  it('a record that nothing suggested can be confirmed too', async () => {
    await ingest(ctx, [ticket('a', '2026-11-18', 'T-9', 'Good morning')]);
    await decideLink(as('csm1'), { issueId: 'drift', seq: 1, verdict: 'confirmed' });
    const { total, precision } = await getBug(ctx, { id: 'drift' });
    expect([total.hits, precision]).toEqual([1, []]);
  });
});
