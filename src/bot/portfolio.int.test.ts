import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { askPortfolio } from '../services/ask-portfolio.ts';
import type { RequestContext } from '../services/context.ts';
import { scoreAccounts } from '../services/score-accounts.ts';
import type { View, ViewBlock } from '../views/view.ts';
import type { Asked } from './reply.ts';
import { answerChat } from './router.ts';

const now = '2026-11-28T12:00:00.000Z';

describeEngines('the portfolio', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, now);
    const identities = [{ platform: 'slack', team: 'T1', user: 'U1' } as const];
    await opened.store.writeMembers([
      { id: 'dana', name: 'Dana Reyes', role: 'csm', identities },
      { id: 'robin', name: 'Robin Oake', role: 'csm', identities: [] },
    ]);
    await ingest(ctx, [
      ...Array.from({ length: 20 }, (_, at) =>
        contract(`many-${String(at).padStart(2, '0')}`, 'smb', 12_000_00 + at),
      ),
      contract('globex', 'enterprise', 90_000_00, { renewsOn: '2026-12-31', owner: 'dana' }),
      contract('initech', 'enterprise', 40_000_00, { renewsOn: '2027-06-30', owner: 'robin' }),
      contract('hooli', 'enterprise', 70_000_00, {
        owner: 'dana',
        arr: { amount: 70_000_00, currency: 'USD' },
      }),
      sampleEvent('user.session', 'globex', '2026-10-20', { userId: 'u1' }),
      sampleEvent('user.session', 'globex', '2026-10-21', { userId: 'u1' }),
      sampleEvent('user.session', 'initech', '2026-11-20', { userId: 'u1' }),
      sampleEvent('ticket.created', 'globex', '2026-11-20', { ticketId: 'T-9', subject: 'Login fails' }),
    ]);
    await scoreAccounts({ ...ctx, member: null });
  });
  afterAll(() => close());

  function contract(account: string, segment: string, amount: number, more: object = {}) {
    const own = { name: account, segment, arr: { amount, currency: 'EUR' }, ...more };
    return sampleEvent('contract.updated', account, '2026-01-05', own);
  }

  async function say(asked: Asked, thread: string | null = null): Promise<View> {
    const place = { platform: 'slack', team: 'T1', user: 'U1', channel: 'C1', place: 'channel' } as const;
    return (await answerChat(ctx, { ...place, thread, asked })).view;
  }
  const type = (text: string, thread?: string): Promise<View> => say({ kind: 'message', text }, thread);
  const rowsOf = ({ blocks }: View): string[] =>
    blocks.flatMap((block) =>
      block.kind === 'table' ? block.rows.map((row) => row[0]?.[0]?.text ?? '') : [],
    );
  const buttonsOf = ({ blocks }: View): Extract<ViewBlock, { kind: 'buttons' }>['buttons'] =>
    blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));

  it('is filtered by what stands in contracts, each row with its record', async () => {
    const answer = await askPortfolio(ctx, { text: 'enterprise renewing before 1 Feb' });
    expect(answer.rows.map(({ id }) => id)).toEqual(['globex']);
    expect(answer.rows[0]?.url).toMatch(/^\/evidence\/scores\/globex\?asOf=.*&knownAt=\d+$/);
    expect(answer.leftOut).toMatchObject([{ unknown: 'renewal date', first: [{ id: 'hooli' }] }]);
    expect(answer.arr).toEqual([{ amount: 90_000_00, currency: 'EUR' }]);
  });

  it('compares use with as many days before', async () => {
    const answer = await askPortfolio(ctx, { text: "Dana's accounts that lost usage this month" });
    expect(answer.rows).toMatchObject([{ id: 'globex', use: { now: 0, before: 2 } }]);
    expect(answer.leftOut).toMatchObject([
      { unknown: 'use in either span', count: 1, first: [{ id: 'hooli' }] },
      { unknown: 'owner and use in either span', count: 20 },
    ]);
  });

  it('is for a member only, and for no channel that others share', async () => {
    const place = { platform: 'slack', team: 'T1', channel: 'C9', thread: null } as const;
    const asked = { kind: 'command', text: 'accounts' } as const;
    const shared = await answerChat(ctx, { ...place, user: 'U1', place: 'external', asked });
    expect(rowsOf(shared.view)).toEqual([]);
    const outside = {
      ...ctx,
      content: { ...ctx.content, directory: { ...ctx.content.directory, newcomers: 'refuse' as const } },
    };
    const stranger = await answerChat(outside, { ...place, user: 'U7', place: 'channel', asked });
    expect(stranger.view.summary).not.toContain('account fits');
    expect(rowsOf(stranger.view)).toEqual([]);
  });

  it('is turned page by page, by buttons that carry the question', async () => {
    const first = await say({ kind: 'command', text: 'accounts smb sorted by name' });
    expect(first.summary).toBe('20 accounts');
    expect(rowsOf(first)).toHaveLength(15);
    const [next] = buttonsOf(first);
    const second = await say({ kind: 'click', action: next?.action ?? '', value: next?.value ?? '' });
    expect(rowsOf(second)).toEqual(['many-15', 'many-16', 'many-17', 'many-18', 'many-19']);
    expect(buttonsOf(second).map(({ label }) => label)).toEqual(['Previous']);
    const broken = await say({ kind: 'click', action: 'accounts-page', value: 'x' });
    expect(rowsOf(broken)).toEqual([]);
  });

  it('is understood in free words, and leaves other questions alone', async () => {
    expect(rowsOf(await type('which enterprise customers belong to Dana?'))).toEqual(['hooli', 'globex']);
    expect((await type('what do customers think of exports')).summary).not.toMatch(/account/);
    expect((await type('list globex')).summary).toMatch(/^globex/i);
  });

  it('groups, with a line and a sum over each', async () => {
    const view = await type('accounts over 50k ARR grouped by owner');
    expect(rowsOf(view)).toEqual(['Dana Reyes (2)', 'hooli', 'globex']);
    expect(JSON.stringify(view)).toContain('EUR 90,000 + USD 70,000');
  });

  it('goes on in its thread: list them, only these, and then one of them', async () => {
    const count = await type('how many enterprise accounts are there', '7.1');
    expect(count.summary).toBe('3 accounts');
    expect(rowsOf(count)).toEqual([]);
    expect(rowsOf(await type('list them', '7.1')).sort()).toEqual(['globex', 'hooli', 'initech']);
    expect(rowsOf(await type('which of those are owned by Robin?', '7.1'))).toEqual(['initech']);
    expect((await type('why?', '7.1')).summary).toMatch(/^initech/);
    expect((await type('what about Globex?', '7.1')).summary).toMatch(/^globex/);
    expect(JSON.stringify(await type('and their tickets?', '7.1'))).toContain('T-9');
    expect(await type('list them', '8.1')).toMatchObject({ summary: 'Which account?' });
  });

  it('goes on without a pointing word: narrower, in another order, a page on', async () => {
    const first = await type('smb accounts', '9.1');
    expect(rowsOf(first)).toHaveLength(15);
    const second = await type('next', '9.1');
    expect(rowsOf(second)).toHaveLength(5);
    expect(rowsOf(second).some((row) => rowsOf(first).includes(row))).toBe(false);
    expect((await type('how many accounts are there', '9.2')).summary).toBe('23 accounts');
    expect(rowsOf(await type('only enterprise', '9.2')).sort()).toEqual(['globex', 'hooli', 'initech']);
    expect(rowsOf(await type('only Robin', '9.2'))).toEqual(['initech']);
    await type('enterprise accounts', '9.3');
    const sorted = rowsOf(await type('sort by ARR', '9.3'));
    expect(sorted.indexOf('globex')).toBeLessThan(sorted.indexOf('initech'));
    // Where nothing was listed, these say nothing of accounts.
    expect((await type('next', '9.4')).summary).not.toMatch(/account(s)? fits|accounts$/);
  });

  it('is asked for without a noun, where every word of it is understood', async () => {
    expect(rowsOf(await type('biggest 5 enterprise')).sort()).toEqual(['globex', 'hooli', 'initech']);
    expect(rowsOf(await type('whats renewing b4 1 feb'))).toEqual(['globex']);
    // Half understood, it is what it was before.
    expect((await type('initech renewing')).summary).not.toMatch(/accounts?$/);
  });

  it('says what does not stand in a list, and what tells of it; and that it reads English alone', async () => {
    expect((await type('accts with open p1 tickets')).summary).toMatch(/does not tell of tickets.*\/cs sla/);
    expect((await type('accounts inactive for 3 weeks')).summary).toMatch(/silence.*\/cs risks/);
    for (const text of ['welche Kunden sind rot', 'clientes en rojo', 'cuántos clientes tenemos'])
      expect((await type(text)).summary, text).toContain('in English alone');
  });

  it('scores whom no watch has scored yet', async () => {
    const then = { ...ctx, clock: { ...ctx.clock, now: () => new Date('2026-10-25T12:00:00.000Z') } };
    const rows = (await askPortfolio(then, { text: '"globex"' })).rows;
    expect(rows).toMatchObject([{ id: 'globex', scoredAt: '2026-10-25T12:00:00.000Z' }]);
    expect(rows[0]?.score).not.toBeNull();
  });
});
