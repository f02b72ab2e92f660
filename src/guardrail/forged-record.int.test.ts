import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { digestOfBytes } from '../domain/action.ts';
import type { Proposal } from '../domain/proposal.ts';
import type { RequestContext } from '../services/context.ts';
import { decideOn } from '../services/decide-proposal.ts';
import { proposeAction } from '../services/propose-action.ts';
import { execute, leaseMs } from './execute.ts';
import { recover } from './recover.ts';

/** What somebody who can write to the database, but holds no key, can make of a proposal: nothing that happens. */
describeEngines('a record changed outside of Holdfast', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  let mail: LedgerConnector;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    mail = createLedgerConnector('smtp', 'none');
    ctx = await testContext(
      opened.store,
      '2026-11-21T12:00:00Z',
      undefined,
      await testDoor([createLedgerConnector(), mail]),
    );
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme', domains: ['acme.example'] }),
    ]);
  });
  afterAll(() => close());
  beforeEach(async () => {
    await work(); // what earlier tests approved
    mail.ledger.length = 0;
  });

  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((one) => one.id === id) ?? null,
  });
  const decideAs = (who: string, id: string) => decideOn(as(who), { id, version: null, verb: 'approve' });
  const worker = () => ({ name: 'w', clock: ctx.clock, random: () => 0.5 });
  const work = () => execute(ctx.door, ctx.store, worker(), 10);
  const stateOf = async (id: string) => (await ctx.store.findProposal(id))?.proposal;
  const auditActions = async () => (await ctx.store.readAudit({ limit: 20 })).map(({ action }) => action);

  async function proposed(kind: string, params: Record<string, unknown>, account = 'acme'): Promise<string> {
    const made = await proposeAction(as('csm1'), { kind, account, params });
    if (!made.ok) throw new Error(made.reason);
    return made.proposal.id;
  }
  const mailTo = (to: string) => ({ to: [to], subject: 'Your renewal', body: 'Hello' });
  const proposedMail = () => proposed('message.customer', mailTo('ann@acme.example'));

  async function overwrite(id: string, change: Partial<Proposal>, body?: Buffer): Promise<void> {
    const stored = await ctx.store.findProposal(id);
    if (!stored) throw new Error(`no proposal ${id}`);
    const written = { ...stored, body: body ?? stored.body, timerAt: null };
    const updatedAt = ctx.clock.now().toISOString();
    await ctx.store.writeProposals({
      changed: [{ ...written, updatedAt, proposal: { ...stored.proposal, ...change } }],
    });
  }

  test('a yes written into it does not count, and is written down', async () => {
    const id = await proposed('concession.grant', {
      percent: 15,
      reason: 'A long outage',
      expiresOn: '2027-03-31',
    });
    expect((await stateOf(id))?.ruling.quorum).toBe(2);
    const forged = { member: 'exec1', actingFor: null, at: ctx.clock.now().toISOString() };
    await overwrite(id, { approvals: [{ ...forged, mac: 'f'.repeat(64) }] });
    await decideAs('manager1', id);
    expect(await stateOf(id)).toMatchObject({ state: 'proposed', approvals: [{ member: 'manager1' }] });
    expect(await auditActions()).toContain('approval.forged');
  });

  test('a genuine yes does not count for another proposal', async () => {
    const [asked, other] = [await proposedMail(), await proposedMail()];
    await decideAs('manager1', asked);
    const taken = (await stateOf(asked))?.approvals ?? [];
    expect(taken).toHaveLength(1);
    await overwrite(other, { approvals: taken });
    expect(await decideAs('manager1', other)).toMatchObject({ ok: true });
    expect((await stateOf(other))?.approvals[0]?.mac).not.toBe(taken[0]?.mac);
  });

  test('other bytes under it are not approved, with their own digest or without', async () => {
    const [asked, other] = [
      await proposedMail(),
      await proposed('message.customer', mailTo('eve@acme.example')),
    ];
    const body = (await ctx.store.findProposal(other))?.body as Buffer;
    await overwrite(asked, {}, body);
    expect(await decideAs('manager1', asked)).toMatchObject({ ok: false, refusal: 'forged' });
    await overwrite(asked, { digest: digestOfBytes(body) }, body);
    expect(await decideAs('manager1', asked)).toMatchObject({ ok: false, refusal: 'forged' });
    const no = await decideOn(as('manager1'), { id: asked, version: null, verb: 'reject', reason: 'Forged' });
    expect(no).toMatchObject({ ok: true, proposal: { state: 'rejected' } });
    await work();
    expect(mail.ledger).toEqual([]);
  });

  test('a request made out to somebody else is not approved by who made it', async () => {
    const made = await proposeAction(as('manager1'), {
      kind: 'message.customer',
      account: 'acme',
      params: mailTo('ann@acme.example'),
    });
    if (!made.ok) throw new Error(made.reason);
    await overwrite(made.proposal.id, { requester: 'csm1', author: 'csm1' });
    expect(await decideAs('manager1', made.proposal.id)).toMatchObject({ ok: false, refusal: 'forged' });
  });

  test('TB15 a yes that is written twice counts once, at the decision and at the last look', async () => {
    const params = { percent: 15, reason: 'A long outage', expiresOn: '2027-03-31' };
    await ingest(ctx, [sampleEvent('contract.updated', 'twice', '2026-09-01', { name: 'Twice' })]);
    const id = await proposed('concession.grant', params, 'twice');
    await decideAs('manager1', id);
    expect(await decideAs('exec1', id)).toMatchObject({ ok: true, proposal: { state: 'approved' } });
    const stored = await ctx.store.findProposal(id);
    const [first] = stored?.proposal.approvals ?? [];
    await overwrite(id, { approvals: [first!, first!] });
    await work();
    expect((await ctx.store.findProposal(id))?.proposal.state).toBe('proposed');
    expect(await decideAs('manager1', id)).toMatchObject({ ok: false, refusal: 'already_approved' });
    expect(await decideAs('exec1', id)).toMatchObject({ ok: true, proposal: { state: 'approved' } });
  });

  test.each(['approve', 'cancel'] as const)(
    'set back to before its end (%s), with its grant, it is over',
    async (verb) => {
      const id = await proposedMail();
      await decideAs('manager1', id);
      const before = await ctx.store.findEffect(id);
      const stored = await ctx.store.findProposal(id);
      if (!before?.grant || !stored) throw new Error('it is not on its way');
      if (verb === 'cancel') await decideOn(as('csm1'), { id, version: null, verb, reason: 'No longer' });
      await work();
      const happened = verb === 'cancel' ? [] : [id];
      expect(mail.ledger.map(({ proposalId }) => proposalId)).toEqual(happened);
      const updatedAt = ctx.clock.now().toISOString();
      await ctx.store.writeProposals({
        changed: [{ ...stored, timerAt: null, updatedAt }],
        granted: [{ grant: before.grant, proposal: stored.proposal, nextAt: ctx.clock.now(), lane: null }],
      });
      await work();
      expect(mail.ledger.map(({ proposalId }) => proposalId)).toEqual(happened);
      expect(await stateOf(id)).toMatchObject({
        state: 'failed',
        reason: expect.stringContaining('end before'),
      });
    },
  );

  test('other words over the same bytes are refused', async () => {
    const id = await proposedMail();
    await overwrite(id, { summary: 'Tag ticket T-1', kind: 'ticket.tag', risk: 'low' });
    expect(await decideAs('manager1', id)).toMatchObject({ ok: false, refusal: 'forged' });
  });

  test('one that is no proposal any more holds up no other', async () => {
    const [broken, sound] = [await proposedMail(), await proposedMail()];
    await decideAs('manager1', broken);
    await decideAs('manager1', sound);
    await overwrite(broken, { ruling: null as never, approvals: 'none' as never });
    await work();
    expect(mail.ledger.map(({ proposalId }) => proposalId)).toEqual([sound]);
    expect(await ctx.store.findProposal(broken)).toBeNull();
    expect(await decideAs('manager1', broken)).toMatchObject({ ok: false });
    // Left there, it would be claimed once a minute for ever, and nobody would hear of it.
    ctx.clock.set(new Date(ctx.clock.now().getTime() + leaseMs + 1));
    await recover(ctx.door, ctx.store, worker(), 10);
    expect(await ctx.store.countOutbox()).toEqual({});
    const [entry] = await ctx.store.readAudit({ limit: 1 });
    expect(entry).toMatchObject({ actor: 'system', action: 'action.denied', detail: { proposal: broken } });
  });
});
