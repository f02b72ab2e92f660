import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { execute, type Worker } from '../../guardrail/execute.ts';
import type { RequestContext } from '../../services/context.ts';
import { decideOn } from '../../services/decide-proposal.ts';
import { getAccountHealth } from '../../services/get-account-health.ts';
import { getProposal } from '../../services/get-proposal.ts';
import type { Asked, Reply } from '../reply.ts';
import { answerChat } from '../router.ts';

const now = '2026-11-21T12:00:00.000Z';

describeEngines('overrides and sentiments in chat', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  let worker: Worker;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, now);
    await opened.store.writeMembers(
      demoMembers.map((member) => ({
        ...member,
        identities: [{ platform: 'slack' as const, team: 'T1', user: `U-${member.id}` }],
      })),
    );
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-03-01', { name: 'Acme Corp', seats: 5 }),
      sampleEvent('contract.updated', 'n1', '2026-03-01', { name: 'Nordwind Foods' }),
      sampleEvent('contract.updated', 'n2', '2026-03-01', { name: 'Nordwind Fashion' }),
      sampleEvent('ticket.created', 'acme', '2026-11-10', { ticketId: 't1', priority: 'P0' }),
      sampleEvent('billing.invoice', 'acme', '2026-10-01', { invoiceId: 'i1', status: 'overdue' }),
    ]);
    worker = { name: 'w1', clock: ctx.clock, random: () => 0.5 };
  });
  afterAll(() => close());

  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  const say = (asked: Asked, who = 'csm1'): Promise<Reply> =>
    answerChat(ctx, {
      platform: 'slack',
      team: 'T1',
      user: `U-${who}`,
      channel: 'D1',
      place: 'direct',
      thread: null,
      asked,
    });
  const type = (text: string, who?: string): Promise<Reply> => say({ kind: 'command', text }, who);
  const proposed = () => ctx.store.listProposals({ limit: 100 });
  const textOf = (reply: Reply): string => JSON.stringify(reply.view);

  it('an override waits for somebody else, and then stands beside the score and on the timeline (B9)', async () => {
    const computed = await getAccountHealth(ctx, { accountId: 'acme' });
    const reply = await type('override acme 45.5 until 31 dec because their sponsor left');
    expect(reply.view.summary).toMatch(/^Waiting for approval: Set the health score of Acme Corp to 45\.50/);
    expect(await getAccountHealth(ctx, { accountId: 'acme' })).toMatchObject({ override: null });
    const [stored] = await proposed();
    const id = stored?.proposal.id ?? '';
    expect(await decideOn(as('csm1'), { id, version: 1, verb: 'approve' })).toMatchObject({ ok: false });
    expect(await decideOn(as('manager1'), { id, version: 1, verb: 'approve' })).toMatchObject({ ok: true });
    expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(1);
    expect((await ctx.store.findProposal(id))?.proposal).toMatchObject({
      state: 'done',
      receipt: { scoreHundredths: 4550, until: '2026-12-31T23:59:59.999Z' },
    });
    const health = await getAccountHealth(ctx, { accountId: 'acme' });
    const name = demoMembers.find((member) => member.id === 'csm1')?.name;
    expect(health).toMatchObject({
      score: computed.score,
      override: { score: 45.5, reason: 'their sponsor left', by: { id: 'csm1', name }, proposalId: id },
    });
    expect(textOf(await type('health acme'))).toContain('Overridden to 45.50 of 100');
    expect(textOf(await type('timeline acme'))).toContain(`Score overridden to 45.50 by ${name}`);
    const audit = (await ctx.store.readAudit({ limit: 50 })).map(({ action }) => action);
    expect(audit).toEqual(expect.arrayContaining(['proposal.made', 'action.done']));
  });

  it('the next override says what it replaces, and is not carried out when something else stands there by then', async () => {
    const standing = { scoreHundredths: 4550, reason: 'their sponsor left', until: '2026-12-31' };
    const propose = async (score: number): Promise<string> => {
      const known = new Set((await proposed()).map(({ proposal }) => proposal.id));
      await type(`override acme ${score} until 30 dec because x`);
      return (await proposed()).find(({ proposal }) => !known.has(proposal.id))?.proposal.id ?? '';
    };
    const [first, second] = [await propose(50), await propose(60)];
    for (const id of [first, second]) {
      const stored = await ctx.store.findProposal(id);
      expect(JSON.parse(Buffer.from(stored?.body ?? []).toString('utf8')).before).toEqual(standing);
    }
    const tick = (): void => ctx.clock.set(new Date(ctx.clock.now().getTime() + 1_000));
    tick();
    expect(await decideOn(as('manager1'), { id: second, version: 1, verb: 'approve' })).toMatchObject({
      ok: true,
    });
    expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(1);
    tick();
    expect(await decideOn(as('manager1'), { id: first, version: 1, verb: 'approve' })).toMatchObject({
      ok: true,
    });
    await execute(ctx.door, ctx.store, worker, 10);
    expect((await ctx.store.findProposal(first))?.proposal).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('What it would replace has changed'),
    });
    expect(await getAccountHealth(ctx, { accountId: 'acme' })).toMatchObject({ override: { score: 60 } });
    // Taking it back puts the one before in its place again, as a proposal of its own.
    expect(await getProposal(as('manager1'), second)).toMatchObject({ canUndo: true });
  });

  it('a sentiment of somebody who knows the account runs at once, and disagrees with the score (B8)', async () => {
    const reply = await type('sentiment acme good until 2026-12-31 because they renewed');
    expect(textOf(reply)).toContain('Policy lets it run without a person.');
    expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(1);
    const card = textOf(await type('health acme'));
    expect(card).toContain('CSM sentiment: good');
    expect(card).toContain('says good, while the score is red.');
  });

  describe('a command that lacks something proposes nothing', () => {
    it.each([
      ['override acme 45 until 31 dec', 'It needs a reason.'],
      ['override acme 45 because x', 'It needs the last day on which it holds.'],
      ['override acme 45', 'It needs the last day on which it holds and a reason.'],
      ['sentiment acme until 31 dec because x', 'It needs good, neutral or poor.'],
    ])('%s', async (text, summary) => {
      const before = (await proposed()).length;
      const reply = await type(text);
      expect(reply.form).toBeUndefined();
      expect(reply.view.summary).toBe(summary);
      const example = /\/cs ((?:override|sentiment) acme .* until .* because [^"]*)"/.exec(
        textOf(reply),
      )?.[1];
      expect(await proposed()).toHaveLength(before);
      // The example can be typed as it stands.
      expect((await type(example ?? '')).view.summary).toMatch(
        /^(Waiting for approval|Approved, on its way): /,
      );
    });

    it.each([
      ['override', 'Which account?'],
      ['override zzyzx 45 until 31 dec because x', "Unknown account 'zzyzx'"],
      ['sentiment nordwind poor until 31 dec because x', "'nordwind' fits several accounts"],
    ])('%s', async (text, summary) => {
      const before = (await proposed()).length;
      expect((await type(text)).view.summary).toBe(summary);
      expect(await proposed()).toHaveLength(before);
    });

    it.each([
      ['override acme 450 until 31 dec because x', 'a score from 0 to 100'],
      ['override acme 45 until 2025-01-01 because x', 'which is over'],
      ['override acme 45 until 2030-01-01 because x', 'the last day that is allowed'],
    ])('%s', async (text, problem) => {
      const before = (await proposed()).length;
      expect(textOf(await type(text))).toContain(problem);
      expect(await proposed()).toHaveLength(before);
    });
  });

  it('nothing is proposed by an auditor, or in a channel that is shared with others', async () => {
    const before = (await proposed()).length;
    const text = 'override acme 45 until 31 dec because x';
    expect(textOf(await type(text, 'auditor1'))).toContain('Not proposed: ');
    const shared = await answerChat(ctx, {
      platform: 'slack',
      team: 'T1',
      user: 'U-csm1',
      channel: 'C1',
      place: 'external',
      thread: null,
      asked: { kind: 'command', text },
    });
    expect(textOf(shared)).toContain('shared with another company');
    expect(await proposed()).toHaveLength(before);
  });

  describe('the form', () => {
    it('opens for a command with an account and nothing else, never for words in a thread', async () => {
      const { form } = await type('override acme');
      expect(form).toMatchObject({ form: 'override', value: 'acme' });
      expect(form?.inputs.map(({ name }) => name)).toEqual(['score', 'until', 'reason']);
      expect((await type('sentiment acme')).form?.inputs.map(({ name }) => name)).toEqual([
        ...['sentiment', 'until', 'reason'],
      ]);
      expect((await say({ kind: 'message', text: 'override acme' })).form).toBeUndefined();
    });

    it('filled in, proposes; what is wrong is said at its input', async () => {
      const before = (await proposed()).length;
      const submit = (fields: Record<string, string>, form = 'override') =>
        say({ kind: 'submit', form, value: 'acme', fields });
      const empty = await submit({ score: 'many', until: '', reason: ' ' });
      expect(Object.keys(empty.fieldErrors ?? {})).toEqual(['score', 'until', 'reason']);
      const high = await submit({ score: '101', until: '2026-12-30', reason: 'x' });
      expect(high.fieldErrors?.score).toContain('from 0 to 100');
      const over = await submit({ score: '10', until: '2026-01-01', reason: 'x' });
      expect(over.fieldErrors?.until).toContain('which is over');
      const odd = await submit({ sentiment: 'constructor', until: '2026-12-30', reason: 'x' }, 'sentiment');
      expect(Object.keys(odd.fieldErrors ?? {})).toEqual(['sentiment']);
      expect(await proposed()).toHaveLength(before);
      const taken = await submit({ score: '12,5', until: '2026-12-30', reason: 'two\r\nlines' });
      expect(taken.fieldErrors).toBeUndefined();
      expect(taken.view.summary).toMatch(/^Waiting for approval: /);
      const all = await proposed();
      expect(all).toHaveLength(before + 1);
      const made = all.map(({ body }) => JSON.parse(Buffer.from(body).toString('utf8')));
      expect(made).toContainEqual(
        expect.objectContaining({
          params: { scoreHundredths: 1250, until: '2026-12-30', reason: 'two\nlines' },
        }),
      );
    });
  });
});
