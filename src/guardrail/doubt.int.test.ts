import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';
import { decideOn } from '../services/decide-proposal.ts';
import { proposeAction } from '../services/propose-action.ts';
import { runProposalTimers } from '../services/run-proposal-timers.ts';
import { execute, leaseMs, type Worker } from './execute.ts';
import { recover } from './recover.ts';

type TestContext = Awaited<ReturnType<typeof testContext>>;

const hour = 3_600_000;

describeEngines('a call that nobody answered', (engine) => {
  let ctx: TestContext;
  let close: () => Promise<void>;
  let repeatable: LedgerConnector;
  let asked: LedgerConnector;
  let worker: Worker;
  let tick = 0;
  let startOfTest: Date;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    repeatable = createLedgerConnector('hubspot', 'idempotent');
    asked = createLedgerConnector('zendesk', 'lookup');
    const door = await testDoor([repeatable, asked]);
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, door);
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme Corp', domains: ['acme.example'] }),
      sampleEvent('ticket.created', 'acme', '2026-11-10', { ticketId: 'T-1', priority: 'P2' }),
    ]);
    worker = { name: 'w1', clock: ctx.clock, random: () => 0.5 };
  });
  afterAll(() => close());
  beforeEach(async () => {
    ctx.clock.set(new Date(Date.parse('2026-11-21T12:00:00.000Z') + ++tick * 400 * 24 * hour));
    startOfTest = ctx.clock.now();
    await runProposalTimers(ctx);
    for (const connector of [repeatable, asked]) {
      connector.ledger.length = 0;
      connector.answers.length = 0;
    }
  });

  const as = (id: string): RequestContext => ({ ...ctx, member: demoMembers.find((one) => one.id === id)! });
  const kinds = {
    repeatable: { kind: 'task.create', account: 'acme', params: { title: 'Call Ann' } },
    asked: {
      kind: 'ticket.reply',
      account: 'acme',
      params: { ticketId: 'T-1', body: 'Try the new version' },
    },
  };
  const approved = async (which: keyof typeof kinds): Promise<string> => {
    const made = await proposeAction(as('csm1'), kinds[which]);
    if (!made.ok) throw new Error(made.reason);
    const { id } = made.proposal;
    expect((await decideOn(as('manager1'), { id, version: null, verb: 'approve' })).ok).toBe(true);
    return id;
  };
  const later = (ms: number): void => ctx.clock.set(new Date(ctx.clock.now().getTime() + ms));
  const run = () => execute(ctx.door, ctx.store, worker, 10);
  const recoverNow = () => recover(ctx.door, ctx.store, worker, 10);
  const proposalOf = async (id: string) => (await ctx.store.findProposal(id))?.proposal;

  test('TC3 is not asked about while the outside may still be at it', async () => {
    const id = await approved('asked');
    asked.answers.push({ kind: 'unknown', reason: 'it took too long' });
    await run();
    later(5_000);
    await recoverNow();
    later(5_000);
    await run();
    expect(asked.ledger).toEqual([]); // a second call would become a second effect
    asked.ledger.push({ key: `hf-${id}-1`, proposalId: id, kind: 'ticket.reply', body: {} as never });
    later(2 * leaseMs);
    await recoverNow();
    await run();
    expect(await proposalOf(id)).toMatchObject({ state: 'done' });
    expect(asked.ledger).toHaveLength(1);
  });

  test('is left by a process that cannot reach the outside to one that can', async () => {
    const id = await approved('asked');
    asked.answers.push('done_but_lost');
    await run();
    later(2 * leaseMs);
    await recover({ ...ctx.door, connectors: new Map() }, ctx.store, { ...worker, name: 'w2' }, 10);
    expect(await proposalOf(id)).toMatchObject({ state: 'unknown' });
    later(hour);
    await recoverNow();
    expect(await proposalOf(id)).toMatchObject({ state: 'done' });
  });

  test('TC3 is not made undone by a repetition that is refused', async () => {
    const id = await approved('repeatable');
    repeatable.answers.push('done_but_lost', {
      kind: 'not_happened',
      reason: 'the token was revoked',
      permanent: true,
      retryAfterMs: null,
    });
    await run();
    later(2 * leaseMs);
    await recoverNow();
    await run();
    expect(await proposalOf(id)).toMatchObject({ state: 'unknown' });
    later(hour);
    await recoverNow();
    await run();
    expect(await proposalOf(id)).toMatchObject({ state: 'done' });
    expect(repeatable.ledger).toHaveLength(1);
  });

  test('TC23 is a matter for a person once the outside may have forgotten the key', async () => {
    const id = await approved('repeatable');
    repeatable.answers.push('done_but_lost');
    await run();
    for (let day = 0; day < 2; day++) {
      later(25 * hour);
      await runProposalTimers(ctx);
      await recoverNow();
      await run();
    }
    expect(await proposalOf(id)).toMatchObject({ state: 'unknown' });
    expect(repeatable.ledger).toHaveLength(1);
    const settled = { id, version: null, verb: 'settle' as const, outcome: 'done' as const, reason: 'seen' };
    expect(await decideOn(as('manager1'), settled)).toMatchObject({ ok: true, proposal: { state: 'done' } });
  });

  test('of many, all are asked about at once, and none after the lease on them', async () => {
    const count = 8;
    for (let n = 0; n < count; n++) {
      await approved('asked');
      asked.answers.push('done_but_lost');
    }
    await run();
    later(2 * leaseMs);
    let lookups = 0;
    const slow: LedgerConnector = {
      ...asked,
      lookup: async () => {
        lookups++;
        return { kind: 'unsure', reason: 'no answer within 15 s' };
      },
    };
    const door = { ...ctx.door, connectors: new Map([['zendesk' as const, slow]]) };
    const stuck: typeof ctx.store = {
      ...ctx.store,
      transaction: async (work) => {
        const result = await ctx.store.transaction(work);
        later(leaseMs);
        return result;
      },
    };
    await recover(door, stuck, worker, 10);
    expect(lookups).toBe(0);
    later(2 * leaseMs);
    await recover(door, ctx.store, worker, 10);
    expect(lookups).toBe(count);
    for (let pass = 0; pass < 3; pass++) {
      later(10 * 60_000);
      await recoverNow();
    }
    const done = await ctx.store.listProposals({ states: ['done'], since: startOfTest, limit: 100 });
    expect(done).toHaveLength(count);
    expect(asked.ledger).toHaveLength(count);
  });
});
