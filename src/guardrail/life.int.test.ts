import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { checkpointBatch } from '../domain/proposal.ts';
import { addDays, utcDayOf } from '../domain/utc-day.ts';
import type { RequestContext } from '../services/context.ts';
import { decideOn } from '../services/decide-proposal.ts';
import { proposeAction } from '../services/propose-action.ts';
import { runProposalTimers } from '../services/run-proposal-timers.ts';
import { undoProposal } from '../services/undo-proposal.ts';
import { execute, leaseMs, type Worker } from './execute.ts';
import { recover } from './recover.ts';

type TestContext = Awaited<ReturnType<typeof testContext>>;

describeEngines('the life of a proposal', (engine) => {
  let ctx: TestContext;
  let close: () => Promise<void>;
  let outbox: LedgerConnector;
  let mail: LedgerConnector;
  let worker: Worker;
  let tick = 0;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    outbox = createLedgerConnector();
    mail = createLedgerConnector('smtp', 'none');
    ctx = await testContext(
      opened.store,
      '2026-11-21T12:00:00.000Z',
      undefined,
      await testDoor([outbox, mail]),
    );
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme Corp', domains: ['acme.example'] }),
      sampleEvent('contract.updated', 'zeta', '2026-09-01', { name: 'Zeta' }),
      sampleEvent('ticket.created', 'acme', '2026-11-10', { ticketId: 'T-1', priority: 'P2' }),
    ]);
    worker = { name: 'w1', clock: ctx.clock, random: () => 0.5 };
  });
  afterAll(() => close());
  beforeEach(async () => {
    ctx.clock.set(new Date(Date.parse('2026-11-21T12:00:00.000Z') + ++tick * 400 * 86_400_000));
    await runProposalTimers(ctx); // what earlier tests left waiting is long over
    outbox.ledger.length = 0;
    mail.ledger.length = 0;
    mail.answers.length = 0;
  });

  const as = (id: string): RequestContext => {
    const member = demoMembers.find((one) => one.id === id);
    if (!member) throw new Error(`no member ${id}`);
    return { ...ctx, member };
  };
  const message = { to: ['ann@acme.example'], subject: 'Your renewal', body: 'Hello Ann' };
  const proposeMail = async (who = 'csm1'): Promise<string> => {
    const result = await proposeAction(as(who), {
      kind: 'message.customer',
      account: 'acme',
      params: message,
    });
    if (!result.ok) throw new Error(result.reason);
    return result.proposal.id;
  };
  const stateOf = async (id: string) => (await ctx.store.findProposal(id))?.proposal;
  const approve = (id: string, who = 'manager1') => decideOn(as(who), { id, version: null, verb: 'approve' });
  const actions = async (): Promise<string[]> =>
    (await ctx.store.readAudit({ limit: 50 })).map(({ action }) => action).reverse();

  test('goes from a proposal over an approval to one effect', async () => {
    const id = await proposeMail();
    expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(0);
    expect(mail.ledger).toEqual([]);
    expect((await approve(id)).ok).toBe(true);
    expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(1);
    expect(mail.ledger.map(({ body }) => body.params)).toEqual([message]);
    expect(await stateOf(id)).toMatchObject({ state: 'done', decidedBy: 'manager1' });
    expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(0);
    expect(await actions()).toEqual(
      expect.arrayContaining(['proposal.made', 'proposal.approved', 'action.granted', 'action.done']),
    );
  });

  test('TB1 a double click is one decision and one effect', async () => {
    const id = await proposeMail();
    const results = await Promise.all([approve(id), approve(id), approve(id)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    await execute(ctx.door, ctx.store, worker, 10);
    await execute(ctx.door, ctx.store, worker, 10);
    expect(mail.ledger).toHaveLength(1);
  });

  test('TB3 of an approval and a rejection at once one wins', async () => {
    const id = await proposeMail();
    const results = await Promise.all([
      approve(id),
      decideOn(as('manager2'), { id, version: null, verb: 'reject', reason: 'no' }),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    await execute(ctx.door, ctx.store, worker, 10);
    expect(mail.ledger).toHaveLength(results[0]?.ok ? 1 : 0);
  });

  test('TB5 nobody approves their own request, nor their own edit', async () => {
    const own = await proposeMail('manager1');
    expect(await approve(own)).toMatchObject({ ok: false, refusal: 'own_request' });
    const edited = await proposeMail();
    const params = { ...message, body: 'Hello Ann, again' };
    expect((await decideOn(as('manager1'), { id: edited, version: 1, verb: 'edit', params })).ok).toBe(true);
    expect(await approve(edited)).toMatchObject({ ok: false, refusal: 'own_edit' });
    expect((await approve(edited, 'manager2')).ok).toBe(true);
    await execute(ctx.door, ctx.store, worker, 10);
    expect(mail.ledger.map(({ body }) => body.params)).toEqual([params]);
  });

  test('TB6 at the instant of expiry the time is over', async () => {
    const id = await proposeMail();
    const expiresAt = new Date((await stateOf(id))?.expiresAt ?? 0);
    ctx.clock.set(expiresAt);
    expect(await approve(id)).toMatchObject({ ok: false, refusal: 'expired' });
    ctx.clock.set(new Date(expiresAt.getTime() - 1));
    expect((await approve(id)).ok).toBe(true);
  });

  test('TB7 what an approver may no longer approve is not executed, and people are asked again', async () => {
    const id = await proposeMail();
    await approve(id);
    await ctx.store.writeMembers([{ ...demoMembers[3]!, role: 'auditor' }]);
    await execute(ctx.door, ctx.store, worker, 10);
    expect(mail.ledger).toEqual([]);
    expect(await stateOf(id)).toMatchObject({ state: 'proposed', approvals: [] });
    await ctx.store.writeMembers(demoMembers);
    expect((await approve(id, 'manager2')).ok).toBe(true);
    await execute(ctx.door, ctx.store, worker, 10);
    expect(mail.ledger).toHaveLength(1);
  });

  test('TC24 an edit is judged by what it names, not by what stood there before', async () => {
    const reply = { kind: 'ticket.reply', account: 'acme' };
    const made = await proposeAction(as('csm1'), { ...reply, params: { ticketId: 'T-1', body: 'Hello' } });
    const id = made.ok ? made.proposal.id : '';
    // Of another customer.
    await ingest(ctx, [sampleEvent('ticket.created', 'globex', '2026-11-10', { ticketId: 'T-404' })]);
    const params = { ticketId: 'T-404', body: 'Hello' };
    const edited = await decideOn(as('csm2'), { id, version: 1, verb: 'edit', params });
    expect(edited).toMatchObject({ ok: false, refusal: 'policy_denies' });
  });

  test('a decision in another’s name says so in the audit, whichever it is', async () => {
    const [approved, rejected] = [await proposeMail(), await proposeMail()];
    const now = ctx.clock.now();
    const cover = { from: 'manager1', to: 'csm2', reason: 'on leave', by: 'manager1', revokedAt: null };
    const endsAt = new Date(now.getTime() + 3_600_000);
    await ctx.store.addDelegation({ id: ctx.ids.proposal(now), ...cover, startsAt: now, endsAt });
    expect(await approve(approved, 'csm2')).toMatchObject({ ok: true });
    const no = { id: rejected, version: 1, verb: 'reject' as const, reason: 'No' };
    expect(await decideOn(as('csm2'), no)).toMatchObject({ ok: true });
    const entries = await ctx.store.readAudit({ limit: 5 });
    const of = (action: string) => entries.find((entry) => entry.action === action);
    expect(of('proposal.approved')).toMatchObject({ actor: 'csm2', detail: { actingFor: 'manager1' } });
    expect(of('proposal.rejected')).toMatchObject({ actor: 'csm2', detail: { actingFor: 'manager1' } });
  });

  test('TB10 a button of an older version decides nothing', async () => {
    const id = await proposeMail();
    await decideOn(as('csm2'), { id, version: 1, verb: 'edit', params: { ...message, body: 'New' } });
    const old = await decideOn(as('manager1'), { id, version: 1, verb: 'approve' });
    expect(old).toMatchObject({ ok: false, refusal: 'version_changed' });
  });

  test('TB15 a grant that was not made here runs nothing', async () => {
    const id = await proposeMail();
    const proposal = await stateOf(id);
    const grant = {
      proposalId: id,
      version: 1,
      digest: proposal!.digest,
      approvers: ['manager1'],
      mac: '00'.repeat(32),
      grantedAt: ctx.clock.now().toISOString(),
      expiresAt: '2999-01-01T00:00:00.000Z',
    };
    await ctx.store.writeProposals({
      granted: [{ grant, proposal: proposal!, nextAt: ctx.clock.now(), lane: null }],
    });
    await execute(ctx.door, ctx.store, worker, 10);
    expect(mail.ledger).toEqual([]);
    // Left there, it would be claimed and written down once a minute for ever.
    expect(await ctx.store.findEffect(id)).toBeNull();
    expect(await stateOf(id)).toMatchObject({ state: 'proposed' });
  });

  test('TB15 a yes that stands in no signed grant does not count', async () => {
    const id = await proposeMail();
    await approve(id);
    const stored = await ctx.store.findProposal(id);
    const approvals = [{ member: 'manager2', actingFor: null, at: ctx.clock.now().toISOString(), mac: '' }];
    const forged = { ...stored!, timerAt: null, updatedAt: ctx.clock.now().toISOString() };
    await ctx.store.writeProposals({ changed: [{ ...forged, proposal: { ...forged.proposal, approvals } }] });
    await ctx.store.writeMembers([{ ...demoMembers[3]!, role: 'auditor' }]);
    await execute(ctx.door, ctx.store, worker, 10);
    await ctx.store.writeMembers(demoMembers);
    expect(mail.ledger).toEqual([]);
    expect(await stateOf(id)).toMatchObject({ state: 'proposed', approvals: [] });
  });

  test('TC11 broken characters from the outside settle like any others, and hold up nothing else', async () => {
    const [bad, good] = [await proposeMail(), await proposeMail()];
    await approve(bad);
    await approve(good);
    const half = `${'x'.repeat(199)}😀`.slice(0, 200);
    mail.answers.push({ kind: 'not_happened', reason: `${half}\0`, permanent: true, retryAfterMs: null });
    await execute(ctx.door, ctx.store, worker, 10);
    expect([(await stateOf(bad))?.state, (await stateOf(good))?.state].sort()).toEqual(['done', 'failed']);
  });

  test('TC11 a reason with broken characters is a reason', async () => {
    const id = await proposeMail();
    const decision = { id, version: 1, verb: 'reject' as const, reason: 'not\0 now \ud83d' };
    expect(await decideOn(as('manager1'), decision)).toMatchObject({ ok: true });
    expect(await stateOf(id)).toMatchObject({ state: 'rejected', reason: 'not\ufffd now \ufffd' });
  });

  test('TC10 bytes that somebody has broken are refused, and hold up nothing else', async () => {
    const [broken, sound] = [await proposeMail(), await proposeMail()];
    await approve(broken);
    await approve(sound);
    const stored = await ctx.store.findProposal(broken);
    const change = {
      ...stored!,
      body: Buffer.from('{}'),
      timerAt: null,
      updatedAt: stored!.proposal.proposedAt,
    };
    await ctx.store.writeProposals({ changed: [change] });
    expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(2);
    expect(mail.ledger.map(({ proposalId }) => proposalId)).toEqual([sound]);
    expect(await stateOf(broken)).toMatchObject({ state: 'failed' });
    expect(await actions()).toContain('action.denied');
  });

  test('INV11 of two overrides that replace nothing, the second does not replace the first', async () => {
    const until = addDays(utcDayOf(ctx.clock.now()), 30);
    const ids: string[] = [];
    for (const scoreHundredths of [4_000, 9_000]) {
      const params = { scoreHundredths, reason: 'Sponsor left', until };
      const made = await proposeAction(as('csm1'), { kind: 'score.override', account: 'acme', params });
      if (!made.ok) throw new Error(made.reason);
      ids.push(made.proposal.id);
    }
    for (const id of ids) expect(await approve(id)).toMatchObject({ ok: true });
    expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(2);
    const states = await Promise.all(ids.map(async (id) => (await stateOf(id))?.state));
    expect(states.sort()).toEqual(['done', 'failed']);
    expect(await ctx.store.listScoreOverrides('acme', ctx.clock.now())).toHaveLength(1);
  });

  test('TB24 a switch holds back what is approved, and lets it go when it is off', async () => {
    const id = await proposeMail();
    await approve(id);
    const flip = (on: boolean) =>
      proposeAction(as('admin1'), {
        kind: 'kill.flip',
        account: null,
        params: { scope: 'account:acme', on },
      });
    expect(await flip(true)).toMatchObject({ ok: true, proposal: { state: 'done' } });
    expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(0);
    expect(mail.ledger).toEqual([]);
    expect(await flip(false)).toMatchObject({ ok: true, proposal: { state: 'done' } });
    await execute(ctx.door, ctx.store, worker, 10);
    expect(mail.ledger).toHaveLength(1);
  });

  test('TC3 a lost answer is unknown, is not repeated, and a person settles it', async () => {
    const id = await proposeMail();
    await approve(id);
    mail.answers.push('done_but_lost');
    await execute(ctx.door, ctx.store, worker, 10);
    expect(await stateOf(id)).toMatchObject({ state: 'unknown' });
    ctx.clock.set(new Date(ctx.clock.now().getTime() + 2 * leaseMs));
    await recover(ctx.door, ctx.store, worker, 10);
    await execute(ctx.door, ctx.store, worker, 10);
    expect(mail.ledger).toHaveLength(1);
    expect(await stateOf(id)).toMatchObject({ state: 'unknown' });
    const settled = await decideOn(as('manager1'), {
      id,
      version: null,
      verb: 'settle',
      outcome: 'done',
      reason: 'arrived',
    });
    expect(settled).toMatchObject({ ok: true, proposal: { state: 'done' } });
  });

  test('TC2 what was claimed and never called goes out later, once', async () => {
    const id = await proposeMail();
    await approve(id);
    const now = ctx.clock.now();
    await ctx.store.claimEffects({
      worker: 'dead',
      connectors: ['smtp'],
      now,
      leasedUntil: new Date(now.getTime() + leaseMs),
      limit: 5,
    });
    expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(0);
    ctx.clock.set(new Date(now.getTime() + leaseMs));
    await recover(ctx.door, ctx.store, worker, 10);
    await execute(ctx.door, ctx.store, worker, 10);
    expect(mail.ledger).toHaveLength(1);
    expect(await stateOf(id)).toMatchObject({ state: 'done' });
  });

  test('TC20 what is known not to have happened is tried again later, and expires with its grant', async () => {
    const id = await proposeMail();
    await approve(id);
    mail.answers.push({ kind: 'not_happened', reason: 'busy', permanent: false, retryAfterMs: 60_000 });
    await execute(ctx.door, ctx.store, worker, 10);
    expect(await stateOf(id)).toMatchObject({ state: 'approved', attempts: 1 });
    expect(await execute(ctx.door, ctx.store, worker, 10)).toBe(0);
    ctx.clock.set(new Date(ctx.clock.now().getTime() + 25 * 3_600_000));
    await runProposalTimers(ctx);
    await execute(ctx.door, ctx.store, worker, 10);
    expect(await stateOf(id)).toMatchObject({ state: 'expired' });
    expect(mail.ledger).toEqual([]);
  });

  test('TC24 an effect whose reason is gone does not happen', async () => {
    const params = { ticketId: 'T-1', body: 'Try the new version' };
    const result = await proposeAction(as('csm1'), { kind: 'ticket.reply', account: 'acme', params });
    const id = result.ok ? result.proposal.id : '';
    expect((await approve(id)).ok).toBe(true);
    await ingest(ctx, [sampleEvent('ticket.resolved', 'acme', '2026-11-21', { ticketId: 'T-1' })]);
    await execute(ctx.door, ctx.store, worker, 10);
    expect(outbox.ledger).toEqual([]);
    expect(await stateOf(id)).toMatchObject({ state: 'failed' });
  });

  test('TB19 ten concessions of 9 % are one of 90 %', async () => {
    const expiresOn = addDays(utcDayOf(ctx.clock.now()), 90);
    const params = { percent: 9, reason: 'loyalty', expiresOn };
    const results = [];
    for (let n = 0; n < 10; n++) {
      results.push(await proposeAction(as('csm1'), { kind: 'concession.grant', account: 'acme', params }));
    }
    expect(results.filter(({ ok }) => ok)).toHaveLength(3);
  });

  test('concessions of several accounts are locked in one order, so that no two workers wait for each other', async () => {
    const expiresOn = addDays(utcDayOf(ctx.clock.now()), 30);
    for (const account of ['zeta', 'acme']) {
      const params = { percent: 5, reason: 'Renewal', expiresOn };
      const made = await proposeAction(as('csm1'), { kind: 'concession.grant', account, params });
      if (!made.ok) throw new Error(made.reason);
      expect(await approve(made.proposal.id)).toMatchObject({ ok: true });
      ctx.clock.set(new Date(ctx.clock.now().getTime() + 1));
    }
    const locked: string[] = [];
    const watched: typeof ctx.store = {
      ...ctx.store,
      transaction: (work) =>
        ctx.store.transaction((inner) => {
          const lockConcessions = async (account: string): Promise<void> => {
            locked.push(account);
            await inner.lockConcessions(account);
          };
          return work({ ...inner, lockConcessions });
        }),
    };
    expect(await execute(ctx.door, watched, worker, 10)).toBe(2);
    expect([...new Set(locked)]).toEqual(['acme', 'zeta']);
    expect(outbox.ledger).toHaveLength(2);
  });

  test('an effect is taken back once, however often it is asked for (I24)', async () => {
    const set = (sentiment: string) =>
      proposeAction(as('csm1'), {
        kind: 'sentiment.set',
        account: 'acme',
        params: { sentiment, reason: 'call', until: addDays(utcDayOf(ctx.clock.now()), 30) },
      });
    const aMomentLater = () => ctx.clock.set(new Date(ctx.clock.now().getTime() + 1_000));
    await set('good');
    await execute(ctx.door, ctx.store, worker, 10);
    aMomentLater();
    const second = await set('poor');
    await execute(ctx.door, ctx.store, worker, 10);
    aMomentLater();
    const id = second.ok ? second.proposal.id : '';
    const undone = await Promise.all([undoProposal(as('csm1'), id), undoProposal(as('csm1'), id)]);
    expect(undone.filter(({ ok }) => ok)).toHaveLength(1);
    expect(undone.find(({ ok }) => ok)).toMatchObject({ proposal: { compensates: id } });
    await execute(ctx.door, ctx.store, worker, 10);
    const { sentiments } = await ctx.store.latestJudgements('acme', ctx.clock.now());
    expect(sentiments.map(({ value }) => value).at(0)).toBe('good');
  });

  test('a checkpoint’s post that nobody sent in time makes no other checkpoint due', async () => {
    const made = await proposeAction(ctx, {
      kind: 'message.post',
      account: null,
      batch: checkpointBatch,
      params: { channel: 'C1', view: { summary: 'Checkpoint', blocks: [] } },
    });
    expect(made).toMatchObject({ ok: true, proposal: { state: 'approved' } });
    ctx.clock.set(new Date(ctx.clock.now().getTime() + 25 * 3_600_000));
    await runProposalTimers(ctx);
    const [entry] = await ctx.store.readAudit({ limit: 1 });
    expect(entry).toMatchObject({ action: 'proposal.expired', actor: 'sealer' });
  });

  test('a reminder and an escalation come once, and waiting never approves', async () => {
    const id = await proposeMail();
    const start = ctx.clock.now().getTime();
    const total = { expired: 0, escalated: 0, reminded: 0 };
    for (let hour = 1; hour <= 90 * 24; hour += 7) {
      ctx.clock.set(new Date(start + hour * 3_600_000));
      const count = await runProposalTimers(ctx);
      total.expired += count.expired;
      total.escalated += count.escalated;
      total.reminded += count.reminded;
    }
    expect(total).toEqual({ expired: 1, escalated: 1, reminded: 1 });
    expect(await stateOf(id)).toMatchObject({ state: 'expired' });
    await execute(ctx.door, ctx.store, worker, 10);
    expect(mail.ledger).toEqual([]);
  });
});
