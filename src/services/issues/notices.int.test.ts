import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../../test/support/door.ts';
import { issueOf } from '../../../test/support/issues.ts';
import { knowledgeOf } from '../../../test/support/knowledge.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { KnownIssue } from '../../domain/known-issue.ts';
import { execute } from '../../guardrail/execute.ts';
import type { RequestContext } from '../context.ts';
import { approveBatch, getBatch } from '../decide-batch.ts';
import { decideOn } from '../decide-proposal.ts';
import { proposeAction } from '../propose-action.ts';
import { decideLink } from './decide-link.ts';
import { declareStatus } from './declare-status.ts';
import { draftNotices } from './draft-notices.ts';
import { getBug } from './get-bug.ts';
import { matchRecords } from './match-records.ts';

const now = '2026-11-21T12:00:00.000Z';
const open = issueOf('timeouts', {
  title: 'Long pipelines time out',
  error_signatures: ['PIPELINE_TIMEOUT'],
  body: 'Start it in a free hour.\n\n## Why\n\nBecause of customer Umbrella, see the internal page.',
});
const fixed: KnownIssue = { ...open, status: 'fixed', fixed_in: '4.41' };
const other = issueOf('other', { error_signatures: ['OTHER_FAULT'] });

describeEngines('notices about known issues', (engine) => {
  let ctx: RequestContext;
  let ledger: LedgerConnector;
  let close: () => Promise<void>;
  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  const know = async (...issues: KnownIssue[]): Promise<void> => {
    ctx = { ...ctx, knowledge: knowledgeOf(issues) };
  };
  const customer = (id: string, more: Record<string, unknown> = {}) =>
    sampleEvent('contract.updated', id, '2026-01-01', { name: id, domains: [`${id}.example`], ...more });
  const failed = (account: string, on = '2026-11-20') =>
    sampleEvent('error.raised', account, on, { code: 'PIPELINE_TIMEOUT' });
  const admin = (account: string, user = `boss@${account}.example`) =>
    sampleEvent('config.changed', account, '2026-11-01', { key: 'x' }, { user, role: 'admin' });
  const waiting = async () =>
    (await ctx.store.listProposals({ limit: 100, states: ['proposed'] })).map(({ proposal }) => proposal);

  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ledger = createLedgerConnector();
    ctx = await testContext(opened.store, now, undefined, await testDoor([ledger]));
    await know(open, other);
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      ...['a', 'b', 'c'].map((id) => customer(id)),
      ...[customer('gone', { status: 'ended' }), customer('silent')],
      ...['a', 'b', 'gone'].map((id) => admin(id)),
      ...['a', 'b', 'gone', 'silent'].map((id) => failed(id)),
    ]);
    await matchRecords(ctx);
  });
  afterEach(() => close());

  it('nothing is drafted about how issues stood when the knowledge was first read', async () => {
    expect(await draftNotices(ctx)).toEqual([]);
    expect(await waiting()).toEqual([]);
  });

  it('fixed between two readings: exactly the customers hit, one batch, once, whatever runs again', async () => {
    await know(fixed, other);
    const [draft, ...more] = await draftNotices(ctx);
    expect(more).toEqual([]);
    expect(draft).toMatchObject({
      issueId: 'timeouts',
      status: 'fixed',
      batch: 'issue.timeouts.1',
      before: 0,
    });
    expect(draft?.drafted.map(({ account }) => account).sort()).toEqual(['a', 'b']);
    expect(draft?.without.sort((x, y) => (x.account < y.account ? -1 : 1))).toEqual([
      { account: 'gone', reason: 'it is no longer a customer' },
      { account: 'silent', reason: 'nobody with an address at its domains is known' },
    ]);
    const again = await Promise.all([draftNotices(ctx), draftNotices(ctx)]);
    expect(again.map(([each]) => [each?.drafted, each?.before])).toEqual([
      [[], 2],
      [[], 2],
    ]);
    const proposals = await waiting();
    expect(proposals.map(({ kind, batch, origin }) => [kind, batch, origin])).toEqual([
      ['message.customer', 'issue.timeouts.1', 'system'],
      ['message.customer', 'issue.timeouts.1', 'system'],
    ]);
  });

  it('two runs at once draft each letter once', async () => {
    await know(fixed, other);
    await Promise.all([draftNotices(ctx), draftNotices(ctx), draftNotices(ctx)]);
    expect((await waiting()).map(({ account }) => account).sort()).toEqual(['a', 'b']);
  });

  it('an issue that comes is told to those it hits, and to those it hits later', async () => {
    await know(open, other, issueOf('fresh', { error_signatures: ['FRESH_FAULT'] }));
    await ingest(ctx, [sampleEvent('error.raised', 'a', '2026-11-20', { code: 'FRESH_FAULT' })]);
    expect(
      (await draftNotices(ctx)).map(({ issueId, drafted }) => [
        issueId,
        drafted.map(({ account }) => account),
      ]),
    ).toEqual([['fresh', ['a']]]);
    await ingest(ctx, [sampleEvent('error.raised', 'b', '2026-11-21', { code: 'FRESH_FAULT' })]);
    const [later] = await draftNotices(ctx);
    expect([later?.drafted.map(({ account }) => account), later?.before]).toEqual([['b'], 1]);
  });

  it('a suggestion that nobody confirmed is no hit, and a rejected one neither', async () => {
    await ingest(ctx, [
      sampleEvent(
        'ticket.created',
        'c',
        '2026-11-20',
        { ticketId: 'T-1', subject: 'PIPELINE_TIMEOUT' },
        { user: 'cy@c.example' },
      ),
    ]);
    await know(fixed, other);
    await matchRecords(ctx);
    const { accounts, suggestions } = await getBug(ctx, { id: 'timeouts' });
    expect(accounts.map(({ id }) => id)).not.toContain('c');
    const seq = suggestions[0]?.seq ?? 0;
    await decideLink(as('agent1'), { issueId: 'timeouts', seq, verdict: 'rejected' });
    const [draft] = await draftNotices(ctx);
    expect(draft?.drafted.map(({ account }) => account).sort()).toEqual(['a', 'b']);
    await decideLink(as('agent1'), { issueId: 'timeouts', seq, verdict: 'confirmed' });
    const [later] = await draftNotices(ctx);
    expect(later?.drafted.map(({ account }) => account)).toEqual(['c']);
    const stored = await ctx.store.findProposal(later?.drafted[0]?.proposalId ?? '');
    const text = Buffer.from(stored?.body ?? []).toString('utf8');
    expect(text).toContain('"to":["cy@c.example"]'); // who wrote, not the administrator
    expect(text).toContain('You wrote to us about it: ticket T-1, “PIPELINE_TIMEOUT”.');
    expect(text).not.toMatch(/Umbrella|internal|@a\.example|@b\.example/);
  });

  it('nothing is said of what is for our own people alone', async () => {
    await know({ ...fixed, audience: 'internal' }, other);
    const [draft] = await draftNotices(ctx);
    expect(draft?.drafted).toEqual([]);
    expect(draft?.without.find(({ account }) => account === 'a')?.reason).toContain('internal');
  });

  it('a person says that it is fixed: told once, and again only when it came back and is fixed again', async () => {
    expect(await declareStatus(as('manager1'), { id: 'timeouts', status: 'fixed', fixedIn: '4.41' })).toBe(
      true,
    );
    expect(await declareStatus(as('manager1'), { id: 'timeouts', status: 'fixed', fixedIn: '4.41' })).toBe(
      false,
    );
    expect((await draftNotices(ctx)).map(({ batch, drafted }) => [batch, drafted.length])).toEqual([
      ['issue.timeouts.1', 2],
    ]);
    await know(fixed, other); // the file follows: no second turn
    expect((await draftNotices(ctx)).map(({ batch, drafted }) => [batch, drafted.length])).toEqual([
      ['issue.timeouts.1', 0],
    ]);
    await declareStatus(as('manager1'), { id: 'timeouts', status: 'open' });
    await declareStatus(as('manager1'), { id: 'timeouts', status: 'fixed', fixedIn: '4.42' });
    expect((await draftNotices(ctx)).map(({ batch, drafted }) => [batch, drafted.length])).toEqual([
      ['issue.timeouts.3', 2],
    ]);
    expect((await getBug(ctx, { id: 'timeouts' })).issue).toMatchObject({ status: 'fixed', fixedIn: '4.42' });
  });

  it('refuses who may not say it, a fix without a version, and what is superseded', async () => {
    const declare = (who: string, id: string, fixedIn?: string) =>
      declareStatus(as(who), { id, status: 'fixed', fixedIn }).catch((error: { code: string }) => error.code);
    expect(await declare('exec1', 'timeouts', '4.41')).toBe('HF_FORBIDDEN');
    expect(await declare('manager1', 'timeouts')).toBe('HF_USAGE');
    expect(await declare('manager1', 'timeouts', 'soon')).toBe('HF_USAGE');
    expect(await declare('manager1', 'nothing', '4.41')).toBe('HF_NOT_FOUND');
    await know({ ...open, status: 'superseded', superseded_by: 'other' }, other);
    expect(await declare('manager1', 'timeouts', '4.41')).toBe('HF_USAGE');
    expect(await waiting()).toEqual([]);
  });

  it('a person may draft notices about an issue that stood so from the beginning', async () => {
    const [draft] = await draftNotices(as('csm1'), 'timeouts');
    expect(draft?.drafted.map(({ account }) => account).sort()).toEqual(['a', 'b']);
    expect((await waiting()).map(({ requester }) => requester)).toEqual(['csm1', 'csm1']);
    await expect(draftNotices(ctx, 'nothing')).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
  });

  describe('approved together', () => {
    beforeEach(async () => {
      await know(fixed, other);
      await draftNotices(ctx);
    });

    it('each is sent once', async () => {
      const { button, pictures } = await getBatch(as('manager1'), 'issue.timeouts.1');
      expect(pictures).toHaveLength(2);
      expect(await approveBatch(as('manager1'), button)).toEqual({ ok: true, approved: 2, refused: [] });
      expect(await approveBatch(as('manager1'), button)).toMatchObject({ ok: false });
      const worker = { name: 'w1', clock: ctx.clock, random: () => 0.5 };
      expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(2);
      expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(0);
      await draftNotices(ctx);
      expect(ledger.ledger.map(({ body }) => body.params.to).sort()).toEqual([
        ['boss@a.example'],
        ['boss@b.example'],
      ]);
      expect((await getBug(ctx, { id: 'timeouts' })).notices.map(({ state }) => state)).toEqual([
        'done',
        'done',
      ]);
    });

    it('not when the batch is no longer what was shown', async () => {
      const { button } = await getBatch(as('manager1'), 'issue.timeouts.1');
      const params = { to: ['boss@a.example'], subject: 'x', body: 'slipped in' };
      const sly = { kind: 'message.customer', account: 'a', params, batch: 'issue.timeouts.1' };
      await proposeAction(as('csm1'), sly);
      expect(await approveBatch(as('manager1'), button)).toEqual({
        ok: false,
        reason: 'The batch is not what you saw: look at it again before you approve it.',
      });
      expect((await waiting()).length).toBe(3);
    });

    it('not by a button that was not made here', async () => {
      const { button } = await getBatch(as('manager1'), 'issue.timeouts.1');
      for (const forged of [
        '',
        'x',
        button.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        `${button}0`,
      ]) {
        expect(await approveBatch(as('manager1'), forged)).toMatchObject({ ok: false });
      }
      expect((await waiting()).length).toBe(2);
    });

    it('not by who may not approve, and what one rejected is left out', async () => {
      const shown = await getBatch(as('agent1'), 'issue.timeouts.1');
      expect(await approveBatch(as('agent1'), shown.button)).toMatchObject({ ok: true, approved: 0 });
      const [first] = shown.pictures;
      const input = {
        id: first?.proposal.id ?? '',
        version: 1,
        verb: 'reject' as const,
        reason: 'they know',
      };
      await decideOn(as('manager1'), input);
      const { button } = await getBatch(as('manager1'), 'issue.timeouts.1');
      expect(await approveBatch(as('manager1'), button)).toMatchObject({ ok: true, approved: 1 });
      expect((await draftNotices(ctx)).map(({ drafted }) => drafted)).toEqual([[]]); // a no is a no
    });
  });
});
