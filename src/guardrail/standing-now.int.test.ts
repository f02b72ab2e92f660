import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, shippedPolicies, testDoor } from '../../test/support/door.ts';
import { policiesOf, withFile } from '../../test/support/policies.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { decision } from '../bot/commands/decision.ts';
import type { Role } from '../domain/member.ts';
import type { RequestContext } from '../services/context.ts';
import { type DecideInput, decideOn } from '../services/decide-proposal.ts';
import { delegateApprovals } from '../services/delegate-approvals.ts';
import { flipSwitch } from '../services/flip-switch.ts';
import { getProposal } from '../services/get-proposal.ts';
import { proposeAction } from '../services/propose-action.ts';
import { runProposalTimers } from '../services/run-proposal-timers.ts';
import { setAutonomy } from '../services/set-autonomy.ts';
import { progressOf } from '../views/proposal-words.ts';
import { execute } from './execute.ts';
import type { Policies } from './policy/policy.ts';

const mailTo = { to: ['ann@acme.example'], subject: 'Your renewal', body: 'Hello' };
const hourMs = 3_600_000;

describeEngines('who stands where at the moment of deciding', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  let good: Policies;
  let inForce: Policies;
  const mail = createLedgerConnector('smtp', 'none');

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    good = await shippedPolicies();
    const door = await testDoor([mail, createLedgerConnector()], () => inForce);
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, door);
    const contract = { name: 'Acme', domains: ['acme.example'] };
    await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-09-01', contract)]);
  });
  afterAll(() => close());
  beforeEach(async () => {
    inForce = good;
    await ctx.store.writeMembers(demoMembers);
    for (const { id } of await ctx.store.listDelegations(100))
      await ctx.store.revokeDelegation(id, ctx.clock.now());
  });

  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((one) => one.id === id) ?? null,
  });
  const later = (ms: number): void => ctx.clock.set(new Date(ctx.clock.now().getTime() + ms));
  const decideAs = (who: string, id: string, rest: Partial<DecideInput> = {}) =>
    decideOn(as(who), { id, version: null, verb: 'approve', ...rest });
  const become = (who: string, role: Role) =>
    ctx.store.writeMembers(demoMembers.map((one) => (one.id === who ? { ...one, role } : one)));
  const cover = (from: string, to: string) => {
    const now = ctx.clock.now();
    const endsAt = new Date(now.getTime() + 24 * hourMs);
    return delegateApprovals(as(from), { from, to, startsAt: now, endsAt, reason: 'away' });
  };
  const lastEntry = async () => (await ctx.store.readAudit({ limit: 1 }))[0]!;
  const proposalOf = async (id: string) => (await ctx.store.findProposal(id))!.proposal;
  const work = () => execute(ctx.door, ctx.store, { name: 'w', clock: ctx.clock, random: () => 0.5 }, 10);

  async function proposed(kind = 'message.customer', params: object = mailTo): Promise<string> {
    const made = await proposeAction(as('csm1'), { kind, account: 'acme', params });
    if (!made.ok) throw new Error(made.reason);
    return made.proposal.id;
  }

  test('INV4 TB7 a switch is let go by people who may do so when it happens', async () => {
    inForce = await policiesOf(
      withFile('kill-switch.cedar', (text) =>
        text.replace('@escalate_hours("2")', '@quorum("2")\n@escalate_hours("2")'),
      ),
    );
    await flipSwitch(as('csm1'), { scope: 'all', on: true });
    const { result } = await flipSwitch(as('csm1'), { scope: 'all', on: false });
    const id = result.ok ? result.proposal.id : '';
    expect(await decideAs('manager1', id)).toMatchObject({ ok: true });
    await become('manager1', 'agent');
    expect(await decideAs('exec1', id)).toMatchObject({ ok: true, proposal: { state: 'proposed' } });
    expect((await proposalOf(id)).approvals).toMatchObject([{ member: 'exec1' }]);
    expect((await ctx.store.listKillSwitches()).filter(({ on }) => on)).toHaveLength(1);
    const lapsed = (await ctx.store.readAudit({ limit: 3 })).find(
      ({ action }) => action === 'approval.lapsed',
    );
    expect(lapsed?.detail).toMatchObject({ proposal: id, members: ['manager1'] });
    expect(await decideAs('manager2', id)).toMatchObject({ ok: true, proposal: { state: 'done' } });
    expect((await ctx.store.listKillSwitches()).filter(({ on }) => on)).toEqual([]);
  });

  test('the audit names whoever decided in their own right, and nobody beside them', async () => {
    await cover('csm1', 'manager1');
    const id = await proposed();
    expect(await decideAs('manager1', id)).toMatchObject({ ok: false, refusal: 'own_request' });
    await decideAs('manager1', id, { verb: 'reject', reason: 'no' });
    const entry = await lastEntry();
    expect(entry).toMatchObject({ actor: 'manager1', action: 'proposal.rejected' });
    expect(entry.detail.actingFor).toBeUndefined();
  });

  test('the audit names whose right was used to edit or to stop, and nobody where one has it oneself', async () => {
    await cover('manager1', 'agent1');
    inForce = await policiesOf(
      withFile('proposing.cedar', (text) => text.replaceAll('Role::"agent"', 'Role::"exec"')),
    );
    const id = await proposed();
    const edit = { verb: 'edit', params: { ...mailTo, body: 'Edited' } } as const;
    expect(await decideAs('agent1', id, edit)).toMatchObject({ ok: true });
    expect(await lastEntry()).toMatchObject({
      actor: 'agent1',
      action: 'proposal.edited',
      detail: { actingFor: 'manager1' },
    });
    await decideAs('csm2', id, { verb: 'edit', params: { ...mailTo, body: 'Edited again' } });
    expect((await lastEntry()).detail.actingFor).toBeUndefined();
    expect(await decideAs('agent1', id, { verb: 'cancel', reason: 'stop' })).toMatchObject({ ok: true });
    expect(await lastEntry()).toMatchObject({
      actor: 'agent1',
      action: 'proposal.cancelled',
      detail: { actingFor: 'manager1' },
    });
    const own = await proposed();
    await decideAs('csm1', own, { verb: 'cancel', reason: 'stop' });
    expect((await lastEntry()).detail.actingFor).toBeUndefined();
  });

  test('INV5 TB17 a quorum that was raised while it waited is the one that is told', async () => {
    const id = await proposed();
    inForce = await policiesOf(
      withFile('messages.cedar', (text) =>
        text.replace('@id("messages.customer")', '@id("messages.customer")\n@quorum("2")'),
      ),
    );
    const picture = (await getProposal(as('manager1'), id))!;
    expect(progressOf(picture)).toBe('0 of 2 approved');
    const click = { kind: 'click', action: 'approve', value: picture.button } as const;
    const { view } = await decision(as('manager1'), click as Parameters<typeof decision>[1]);
    expect(view.summary).toContain('1 more is needed');
    expect((await proposalOf(id)).state).toBe('proposed');
    await decideAs('manager2', id, { verb: 'reject', reason: 'done' });
  });

  test('TB22 what people are asked about again gets its reminder and its escalation again', async () => {
    const id = await proposed();
    later(30 * hourMs);
    expect(await runProposalTimers(ctx)).toMatchObject({ reminded: 1, escalated: 1 });
    await decideAs('manager1', id);
    await become('manager1', 'agent');
    await work();
    expect(await proposalOf(id)).toMatchObject({ state: 'proposed', remindedAt: null, escalatedAt: null });
    expect(await runProposalTimers(ctx)).toMatchObject({ reminded: 0, escalated: 0 });
    later(13 * hourMs);
    expect(await runProposalTimers(ctx)).toMatchObject({ reminded: 1, escalated: 0 });
    later(12 * hourMs);
    expect(await runProposalTimers(ctx)).toMatchObject({ reminded: 0, escalated: 1 });
    await decideAs('manager2', id, { verb: 'reject', reason: 'done' });
  });

  test('TB19 practice uses up no limit', async () => {
    const concession = { percent: 20, reason: 'An outage', expiresOn: '2027-03-31' };
    const set = (level: string) =>
      setAutonomy(as('admin1'), { kind: 'concession.grant', level, reason: 'x' });
    await set('shadow');
    const practised = await proposed('concession.grant', concession);
    await decideAs('manager1', practised);
    await decideAs('exec1', practised);
    expect(await proposalOf(practised)).toMatchObject({ state: 'approved', autonomy: 'shadow' });
    await set('suggest');
    const real = await proposed('concession.grant', concession);
    expect((await getProposal(as('manager1'), real))?.accountPercent).toBe(20);
    const third = { kind: 'concession.grant', account: 'acme', params: concession };
    expect(await proposeAction(as('csm1'), third)).toMatchObject({ ok: false, refusal: 'denied' });
  });

  test('whoever is shown what decides is whom the door lets approve: stand-ins too, and nobody for their own', async () => {
    await cover('manager1', 'agent1');
    await cover('csm1', 'manager2');
    const { deciders } = (await getProposal({ ...ctx, member: null }, await proposed()))!;
    expect(deciders).toEqual(expect.arrayContaining(['agent1', 'manager1']));
    expect(deciders).not.toContain('manager2');
    for (const { id: who } of demoMembers) {
      const id = await proposed();
      const seen = await getProposal(as(who), id);
      expect([who, seen?.deciders ?? []]).toEqual([who, deciders.includes(who) ? [who] : []]);
      expect({ who, accepted: (await decideAs(who, id)).ok }).toEqual({
        who,
        accepted: deciders.includes(who),
      });
    }
  });
});
