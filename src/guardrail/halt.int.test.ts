import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';
import { decideOn } from '../services/decide-proposal.ts';
import { proposeAction } from '../services/propose-action.ts';
import type { Store } from '../store/store.ts';
import { execute, leaseMs, type Worker } from './execute.ts';

type TestContext = Awaited<ReturnType<typeof testContext>>;

describeEngines('TB24 a switch that is turned on between the last look and the call', (engine) => {
  let ctx: TestContext;
  let close: () => Promise<void>;
  let mail: LedgerConnector;
  let worker: Worker;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    mail = createLedgerConnector('smtp', 'none');
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, await testDoor([mail]));
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme Corp', domains: ['acme.example'] }),
    ]);
    worker = { name: 'w1', clock: ctx.clock, random: () => 0.5 };
  });
  afterAll(() => close());

  const as = (id: string): RequestContext => ({ ...ctx, member: demoMembers.find((one) => one.id === id)! });
  const flip = (on: boolean): Promise<void> =>
    ctx.store.writeKillSwitch({ scope: 'all', on, by: 'admin1', reason: 'test', at: ctx.clock.now() });
  const stateOf = async (id: string) => (await ctx.store.findProposal(id))?.proposal.state;
  const approved = async (): Promise<string> => {
    const params = { to: ['ann@acme.example'], subject: 'Your renewal', body: 'Hello Ann' };
    const made = await proposeAction(as('csm1'), { kind: 'message.customer', account: 'acme', params });
    if (!made.ok) throw new Error(made.reason);
    const { id } = made.proposal;
    await decideOn(as('manager1'), { id, version: null, verb: 'approve' });
    return id;
  };
  /** The store, and something that happens as soon as each transaction is committed. */
  const afterEachTransaction = (then: () => Promise<void>): Store => ({
    ...ctx.store,
    transaction: async (work) => {
      const result = await ctx.store.transaction(work);
      await then();
      return result;
    },
  });

  test('holds it back, and it goes out once when the switch is off', async () => {
    const id = await approved();
    await execute(
      ctx.door,
      afterEachTransaction(() => flip(true)),
      worker,
      10,
    );
    expect(mail.ledger).toEqual([]);
    expect(await stateOf(id)).toBe('approved');
    await flip(false);
    ctx.clock.set(new Date(ctx.clock.now().getTime() + leaseMs));
    await execute(ctx.door, ctx.store, worker, 10);
    expect(mail.ledger).toHaveLength(1);
    expect(await stateOf(id)).toBe('done');
  });

  test('TB25 counts as on while it cannot be read', async () => {
    await approved();
    mail.ledger.length = 0;
    const cut: Store = {
      ...ctx.store,
      listKillSwitches: () => Promise.reject(new Error('the line is cut')),
    };
    await expect(execute(ctx.door, cut, worker, 10)).rejects.toThrow('the line is cut');
    expect(mail.ledger).toEqual([]);
  });
});
