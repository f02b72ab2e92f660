import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';
import { decideOn } from '../services/decide-proposal.ts';
import { proposeAction } from '../services/propose-action.ts';
import { runEffects } from '../services/run-effects.ts';
import type { Store } from '../store/store.ts';
import { execute, leaseMs } from './execute.ts';

describeEngines('an outside that is slow', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  const mail = createLedgerConnector('smtp', 'none');
  const crm = createLedgerConnector('hubspot', 'lookup');
  const { perform, lookup } = crm;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, await testDoor([mail, crm]));
    await opened.store.writeMembers(demoMembers);
    const contract = { name: 'Acme', domains: ['acme.example'] };
    await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-09-01', contract)]);
  });
  afterAll(() => close());
  beforeEach(() => {
    mail.ledger.length = 0;
    Object.assign(crm, { perform, lookup });
  });

  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((one) => one.id === id) ?? null,
  });
  const worker = () => ({ name: 'w', clock: ctx.clock, random: () => 0.5 });
  const stateOf = async (id: string) => (await ctx.store.findProposal(id))?.proposal.state;
  async function approved(kind: 'message.customer' | 'task.create'): Promise<string> {
    const letter = { to: ['ann@acme.example'], subject: 'Hi', body: 'Hello' };
    const params = kind === 'task.create' ? { title: 'Call them' } : letter;
    const made = await proposeAction(as('csm1'), { kind, account: 'acme', params });
    if (!made.ok) throw new Error(made.reason);
    await decideOn(as('manager1'), { id: made.proposal.id, version: null, verb: 'approve' });
    return made.proposal.id;
  }

  test('holds up no receipt of the others', async () => {
    const [slow, quick] = [await approved('task.create'), await approved('message.customer')];
    const answer = Promise.withResolvers<void>();
    crm.perform = async (...given) => {
      await answer.promise;
      return await perform.apply(crm, given);
    };
    const pass = execute(ctx.door, ctx.store, worker(), 10);
    await vi.waitFor(async () => expect(await stateOf(quick)).toBe('done'), { timeout: 5_000 });
    expect(await stateOf(slow)).toBe('executing');
    answer.resolve();
    expect(await pass).toBe(2);
    expect(await stateOf(slow)).toBe('done');
  });

  test('to say what came of earlier calls keeps nothing from going out, and is asked about all of them', async () => {
    const doubtful: string[] = [];
    for (let n = 0; n < 4; n++) {
      crm.answers.push({ kind: 'unknown', reason: 'lost' });
      doubtful.push(await approved('task.create'));
    }
    await runEffects(ctx, 'w');
    for (const id of doubtful) expect(await stateOf(id)).toBe('unknown');
    ctx.clock.set(new Date(ctx.clock.now().getTime() + 2 * leaseMs));
    const answer = Promise.withResolvers<void>();
    let asked = 0;
    crm.lookup = async () => {
      asked++;
      await answer.promise;
      return { kind: 'happened', receipt: {} };
    };
    const quick = await approved('message.customer');
    const pass = runEffects(ctx, 'w');
    await vi.waitFor(async () => expect(await stateOf(quick)).toBe('done'), { timeout: 5_000 });
    await vi.waitFor(() => expect(asked).toBe(4), { timeout: 5_000 });
    answer.resolve();
    expect(await pass).toBe(true);
    for (const id of doubtful) expect(await stateOf(id)).toBe('done');
  });

  test('what ends while others are being written is written too', async () => {
    const [slow, quick] = [await approved('task.create'), await approved('message.customer')];
    const answer = Promise.withResolvers<void>();
    const called = Promise.withResolvers<void>();
    crm.perform = async (...given) => {
      await answer.promise;
      return await perform.apply(crm, given).finally(called.resolve);
    };
    let begun = false;
    const store: Store = {
      ...ctx.store,
      transaction: async (work) => {
        if (begun) {
          answer.resolve();
          await called.promise;
        }
        return await ctx.store.transaction(work);
      },
    };
    const onStep = (step: string): void => {
      if (step === 'call') begun = true;
    };
    const steps = { ...worker(), onStep };
    expect(await execute(ctx.door, store, steps, 10)).toBe(2);
    expect([await stateOf(slow), await stateOf(quick)]).toEqual(['done', 'done']);
  });

  test('what ends together is written together, and one that cannot be written loses no other', async () => {
    const ids = [await approved('message.customer'), await approved('message.customer')];
    const later = await approved('task.create');
    const answer = Promise.withResolvers<void>();
    crm.perform = async (...given) => {
      await answer.promise;
      return await perform.apply(crm, given);
    };
    let begun = false;
    let written = 0;
    const store: Store = {
      ...ctx.store,
      transaction: async (work) => {
        if (begun && ++written === 1) {
          answer.resolve();
          throw new Error('the database was away');
        }
        return await ctx.store.transaction(work);
      },
    };
    const onStep = (step: string): void => {
      if (step === 'call') begun = true;
    };
    const steps = { ...worker(), onStep };
    await expect(execute(ctx.door, store, steps, 10)).rejects.toThrow('was away');
    expect(written).toBe(2);
    expect(await stateOf(later)).toBe('done');
    for (const id of ids) expect(await stateOf(id)).toBe('executing');
  });
});
