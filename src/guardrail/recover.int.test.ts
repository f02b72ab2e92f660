import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';
import { decideOn } from '../services/decide-proposal.ts';
import { proposeAction } from '../services/propose-action.ts';
import { startsAtMost, stillAtItMs } from './backoff.ts';
import { execute, leaseMs, type Worker } from './execute.ts';
import { recover } from './recover.ts';

const hourMs = 3_600_000;

describeEngines('a call of which nobody knows what came of it', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  let worker: Worker;
  let tick = 0;
  const asked = createLedgerConnector('hubspot', 'lookup');
  const keyed = createLedgerConnector('outbox', 'idempotent');

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    const door = await testDoor([asked, keyed]);
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, door);
    await opened.store.writeMembers(demoMembers);
    const contract = { name: 'Acme Corp', domains: ['acme.example'] };
    await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-09-01', contract)]);
    worker = { name: 'w1', clock: ctx.clock, random: () => 0.5 };
  });
  afterAll(() => close());
  beforeEach(() => {
    ctx.clock.set(new Date(Date.parse('2026-11-21T12:00:00.000Z') + ++tick * 30 * 24 * hourMs));
    asked.ledger.length = 0;
    keyed.ledger.length = 0;
  });

  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((one) => one.id === id) ?? null,
  });
  const stateOf = async (id: string) => (await ctx.store.findProposal(id))?.proposal.state;
  const later = (ms: number): void => ctx.clock.set(new Date(ctx.clock.now().getTime() + ms));
  const pass = async (): Promise<void> => {
    await recover(ctx.door, ctx.store, worker, 10);
    await execute(ctx.door, ctx.store, worker, 10);
  };
  const params = {
    'task.create': { title: 'Call them' },
    'nudge.send': { user: 'ann', nudge: 'Look at this' },
  } as const;
  const propose = async (kind: keyof typeof params): Promise<string> => {
    const result = await proposeAction(as('csm1'), { kind, account: 'acme', params: params[kind] });
    if (!result.ok) throw new Error(result.reason);
    return result.proposal.id;
  };
  const approve = async (id: string): Promise<void> => {
    const result = await decideOn(as('manager1'), { id, version: null, verb: 'approve' });
    if (!result.ok) throw new Error(result.refusal);
  };
  const inDoubt = async (
    kind: keyof typeof params,
    answer: 'done_but_lost' | 'never_arrived',
  ): Promise<string> => {
    const id = await propose(kind);
    await approve(id);
    const lost = { kind: 'unknown' as const, reason: 'nothing came back' };
    (kind === 'task.create' ? asked : keyed).answers.push(answer === 'never_arrived' ? lost : answer);
    await execute(ctx.door, ctx.store, worker, 10);
    expect(await stateOf(id)).toBe('unknown');
    later(stillAtItMs); // until then the outside is left alone
    return id;
  };

  test('TC3 is done when the outside says so', async () => {
    const id = await inDoubt('task.create', 'done_but_lost');
    await pass();
    expect(await stateOf(id)).toBe('done');
    expect(asked.ledger).toHaveLength(1);
  });

  test('TC3 goes again when the outside says that it never arrived', async () => {
    const id = await inDoubt('task.create', 'never_arrived');
    await pass();
    expect(await stateOf(id)).toBe('approved');
    later(leaseMs);
    await pass();
    expect(await stateOf(id)).toBe('done');
    expect(asked.ledger).toHaveLength(1);
  });

  test('TC3 goes again however often it did not arrive, until that cannot be chance', async () => {
    const lost = { kind: 'unknown' as const, reason: 'nothing came back' };
    const again = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++) {
        asked.answers.push(lost);
        later(leaseMs);
        await pass();
        later(stillAtItMs);
        await recover(ctx.door, ctx.store, worker, 10);
      }
      asked.answers.length = 0;
    };
    const id = await inDoubt('task.create', 'never_arrived');
    await again(10);
    expect(await stateOf(id)).toBe('approved');
    later(leaseMs);
    await pass();
    expect(await stateOf(id)).toBe('done');
    expect(asked.ledger).toHaveLength(1);
    const stubborn = await inDoubt('task.create', 'never_arrived');
    await again(startsAtMost);
    const { proposal } = (await ctx.store.findProposal(stubborn)) ?? {};
    expect(proposal).toMatchObject({ state: 'failed', attempts: startsAtMost });
    expect(proposal?.reason).toContain(`${startsAtMost} times`);
  });

  test('INV2 is said again under the same key where the outside cannot be asked', async () => {
    for (const answer of ['done_but_lost', 'never_arrived'] as const) {
      keyed.ledger.length = 0;
      const id = await inDoubt('nudge.send', answer);
      await pass();
      expect(await stateOf(id)).toBe('done');
      expect(keyed.ledger).toHaveLength(1);
    }
  });

  test('INV2 is neither cancelled nor edited meanwhile: it may have happened', async () => {
    const id = await inDoubt('nudge.send', 'done_but_lost');
    keyed.answers.push({ kind: 'not_happened', reason: 'busy', permanent: false, retryAfterMs: null });
    await pass();
    expect(await stateOf(id)).toBe('unknown');
    const cancel = await decideOn(as('csm1'), { id, version: null, verb: 'cancel', reason: 'no' });
    expect(cancel).toMatchObject({ ok: false, refusal: 'already_decided' });
    later(10 * 60_000);
    await pass();
    expect(await stateOf(id)).toBe('done');
  });

  test('INV6 is not said again while a switch is on, nor after the outside has forgotten the key', async () => {
    const id = await inDoubt('nudge.send', 'never_arrived');
    const flip = (on: boolean) =>
      ctx.store.writeKillSwitch({ scope: 'all', on, by: 'admin1', reason: 'test', at: ctx.clock.now() });
    await flip(true);
    await pass();
    await flip(false);
    later(25 * hourMs);
    await pass();
    expect(keyed.ledger).toEqual([]);
    expect(await stateOf(id)).toBe('unknown');
  });

  test('TB15 a forged row keeps no real decision from counting', async () => {
    const id = await propose('nudge.send');
    const proposal = (await ctx.store.findProposal(id))!.proposal;
    const { digest } = proposal;
    const forged = {
      proposalId: id,
      version: 1,
      digest,
      approvers: ['manager1'],
      mac: '00'.repeat(32),
      grantedAt: ctx.clock.now().toISOString(),
      expiresAt: '2999-01-01T00:00:00.000Z',
    };
    await ctx.store.writeProposals({
      granted: [{ grant: forged, proposal, nextAt: ctx.clock.now(), lane: null }],
    });
    await execute(ctx.door, ctx.store, worker, 10);
    expect(keyed.ledger).toEqual([]);
    await approve(id);
    await execute(ctx.door, ctx.store, worker, 10);
    expect(keyed.ledger).toHaveLength(1);
    expect(await stateOf(id)).toBe('done');
  });
});
