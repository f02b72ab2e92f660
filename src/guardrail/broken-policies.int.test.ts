import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, shippedPolicies, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';
import { decideOn } from '../services/decide-proposal.ts';
import { flipSwitch } from '../services/flip-switch.ts';
import { proposeAction } from '../services/propose-action.ts';
import { execute } from './execute.ts';
import { denyEverything, holdAutomation } from './policy/create-policies.ts';
import type { Policies } from './policy/policy.ts';

describeEngines('an emergency stop while policies are broken', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  let good: Policies;
  let inForce: Policies;
  const mail = createLedgerConnector('smtp', 'none');

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    good = await shippedPolicies();
    const door = await testDoor([mail], () => inForce);
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, door);
    await opened.store.writeMembers(demoMembers);
    const contract = { name: 'Acme', domains: ['acme.example'] };
    await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-09-01', contract)]);
  });
  afterAll(() => close());
  beforeEach(() => {
    inForce = good;
    mail.ledger.length = 0;
  });

  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((one) => one.id === id) ?? null,
  });
  const work = () => execute(ctx.door, ctx.store, { name: 'w', clock: ctx.clock, random: () => 0.5 }, 10);
  const flip = async (who: string, on: boolean) => (await flipSwitch(as(who), { scope: 'all', on })).result;

  async function approvedMail(): Promise<string> {
    const params = { to: ['ann@acme.example'], subject: 'Your renewal', body: 'Hello' };
    const made = await proposeAction(as('csm1'), { kind: 'message.customer', account: 'acme', params });
    if (!made.ok) throw new Error(made.reason);
    const { id } = made.proposal;
    expect(await decideOn(as('manager1'), { id, version: null, verb: 'approve' })).toMatchObject({
      ok: true,
    });
    return id;
  }

  test.each([
    ['one file is', (policies: Policies) => holdAutomation(policies, 'policies/x.cedar is broken')],
    ['all files are', () => denyEverything('there is no policy file')],
  ])('INV6 stops at once where %s, and what was approved waits', async (_, broken) => {
    const id = await approvedMail();
    inForce = broken(good);
    expect(await flip('agent1', true)).toMatchObject({ ok: true, proposal: { state: 'done' } });
    await work();
    expect(mail.ledger).toEqual([]);
    // Letting it go on is not what may happen by itself now.
    const wish = await flip('admin1', false);
    expect(wish.ok && wish.proposal.state).not.toBe('done');
    expect((await ctx.store.listKillSwitches()).filter(({ on }) => on)).toHaveLength(1);
    inForce = good;
    expect(await flip('admin1', false)).toMatchObject({ ok: true, proposal: { state: 'done' } });
    await work();
    expect(mail.ledger.map(({ proposalId }) => proposalId)).toEqual([id]);
  });
});
