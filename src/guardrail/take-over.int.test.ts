import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines, server } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';
import { decideOn } from '../services/decide-proposal.ts';
import { proposeAction } from '../services/propose-action.ts';
import type { Database } from '../store/database.ts';
import type { Store, StoreTransaction } from '../store/store.ts';
import { execute, leaseMs, type Worker } from './execute.ts';
import { recover } from './recover.ts';

const mail = createLedgerConnector('smtp', 'none');
const crm = createLedgerConnector('hubspot', 'lookup');
let ctx: Awaited<ReturnType<typeof testContext>>;
let database: Database;
let close: () => Promise<void>;

async function setUp(engine: { open: typeof server.open }): Promise<void> {
  const opened = await engine.open();
  ({ close, database } = opened);
  const door = await testDoor([mail, crm]);
  ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, door);
  await opened.store.writeMembers(demoMembers);
  const contract = { name: 'Acme', domains: ['acme.example'] };
  await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-09-01', contract)]);
}

const as = (id: string): RequestContext => ({
  ...ctx,
  member: demoMembers.find((one) => one.id === id) ?? null,
});
const worker = (name = 'w', now = () => ctx.clock.now()): Worker => ({
  name,
  clock: { now },
  random: () => 0.5,
});
const later = (ms: number): void => ctx.clock.set(new Date(ctx.clock.now().getTime() + ms));
const stateOf = async (id: string) => (await ctx.store.findProposal(id))?.proposal.state;
const pass = async (): Promise<void> => {
  await recover(ctx.door, ctx.store, worker(), 10);
  await execute(ctx.door, ctx.store, worker(), 10);
};
const settleBy = (who: string, id: string) =>
  decideOn(as(who), { id, version: null, verb: 'settle', outcome: 'failed', reason: 'not there' });

async function approved(kind: 'message.customer' | 'task.create'): Promise<string> {
  const params =
    kind === 'task.create'
      ? { title: 'Call them' }
      : { to: ['ann@acme.example'], subject: 'Hi', body: 'Hello' };
  const made = await proposeAction(as('csm1'), { kind, account: 'acme', params });
  if (!made.ok) throw new Error(made.reason);
  const { id } = made.proposal;
  expect(await decideOn(as('manager1'), { id, version: null, verb: 'approve' })).toMatchObject({ ok: true });
  return id;
}

describeEngines('what an earlier claim had begun', (engine) => {
  beforeAll(() => setUp(engine));
  afterAll(() => close());
  beforeEach(() => {
    mail.ledger.length = 0;
    crm.ledger.length = 0;
  });

  /** As a broken row would have it: it runs, and its place in the outbox says that nobody has begun. */
  async function begunAndQueued(kind: 'message.customer' | 'task.create'): Promise<string> {
    const id = await approved(kind);
    const stored = (await ctx.store.findProposal(id))!;
    const proposal = { ...stored.proposal, state: 'executing' as const, fence: 1 };
    const written = { ...stored, proposal, timerAt: null, updatedAt: ctx.clock.now().toISOString() };
    await ctx.store.writeProposals({ changed: [written] });
    await sql`update outbox set fence = 1 where proposal_id = ${id}`.execute(database.queries);
    return id;
  }

  test('INV2 is in doubt and not sent again; a person settles it', async () => {
    const id = await begunAndQueued('message.customer');
    await pass();
    expect(await stateOf(id)).toBe('unknown');
    later(2 * leaseMs);
    await pass();
    later(leaseMs);
    await pass();
    expect(await stateOf(id)).toBe('unknown');
    expect(mail.ledger).toEqual([]);
    expect(await settleBy('manager1', id)).toMatchObject({ ok: true, proposal: { state: 'failed' } });
    expect(await ctx.store.countOutbox()).toEqual({});
  });

  test('TC3 is looked up where the outside can be asked', async () => {
    const id = await begunAndQueued('task.create');
    await pass();
    expect(await stateOf(id)).toBe('unknown');
    later(2 * leaseMs);
    await pass(); // it is not there, so it goes again
    later(leaseMs);
    await pass();
    expect(await stateOf(id)).toBe('done');
    expect(crm.ledger).toHaveLength(1);
  });

  test('INV2 is in doubt, whichever claim its record names', async () => {
    const id = await approved('message.customer');
    mail.answers.push('done_but_lost');
    await execute(ctx.door, ctx.store, worker(), 10);
    const stored = (await ctx.store.findProposal(id))!;
    const proposal = { ...stored.proposal, state: 'executing' as const, fence: 7 };
    const written = { ...stored, proposal, timerAt: null, updatedAt: ctx.clock.now().toISOString() };
    await ctx.store.writeProposals({ changed: [written] });
    later(10 * leaseMs);
    await pass();
    expect(await stateOf(id)).toBe('unknown');
    expect(await settleBy('manager1', id)).toMatchObject({ ok: true });
  });

  test('what nobody approved comes to its end instead of being called for ever', async () => {
    const id = await approved('message.customer');
    const stored = (await ctx.store.findProposal(id))!;
    const proposal = { ...stored.proposal, state: 'proposed' as const };
    const written = { ...stored, proposal, timerAt: null, updatedAt: ctx.clock.now().toISOString() };
    await ctx.store.writeProposals({ changed: [written] });
    await pass();
    expect(mail.ledger).toEqual([]);
    expect(await ctx.store.countOutbox()).toEqual({});
  });
});

describe.skipIf(!inject('serverUrl'))('a take-over while the slow worker begins', () => {
  beforeAll(() => setUp(server));
  afterAll(() => close());

  const promise = () => Promise.withResolvers<void>();
  const within = (change: (transaction: StoreTransaction) => Partial<StoreTransaction>): Store => ({
    ...ctx.store,
    transaction: (work) => ctx.store.transaction((inner) => work({ ...inner, ...change(inner) })),
  });

  test('INV2 leaves it to that worker, and nothing is lost', async () => {
    mail.ledger.length = 0;
    const id = await approved('message.customer');
    const start = ctx.clock.now().getTime();
    let nowOfSlow = start;
    const [begun, seen] = [promise(), promise()];
    // The slow one begins at 59.9 s and commits after the other has read that its lease is over.
    const slowStore = within((inner) => ({
      beginCalls: async (...given) => {
        const allowed = await inner.beginCalls(...given);
        begun.resolve();
        await seen.promise;
        return allowed;
      },
    }));
    const slow = worker('slow', () => new Date(nowOfSlow));
    slow.onStep = (step) => {
      if (step === 'begin') nowOfSlow = start + leaseMs - 100;
    };
    const slowly = execute(ctx.door, slowStore, slow, 10);
    await begun.promise;
    nowOfSlow = start + leaseMs + 50;
    const other: Store = {
      ...ctx.store,
      lapsedEffects: async (...given) => {
        const lapsed = await ctx.store.lapsedEffects(...given);
        expect(lapsed).toMatchObject([{ called: false }]);
        // The slow one commits once this one waits for its locks, or before: both must come out right.
        setTimeout(seen.resolve, 50);
        return lapsed;
      },
    };
    await Promise.all([
      slowly,
      recover(
        ctx.door,
        other,
        worker('other', () => new Date(start + leaseMs)),
        10,
      ),
    ]);
    expect(await stateOf(id)).toBe('executing');
    expect(await ctx.store.countOutbox()).toEqual({ calling: 1 });
    later(2 * leaseMs);
    await pass();
    expect(await stateOf(id)).toBe('unknown');
    expect(mail.ledger).toEqual([]);
    expect(await settleBy('manager1', id)).toMatchObject({ ok: true, proposal: { state: 'failed' } });
  });
});
