import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { server } from '../../test/support/stores.ts';
import { execute } from '../guardrail/execute.ts';
import type { Store } from '../store/store.ts';
import type { RequestContext } from './context.ts';
import { decideOn } from './decide-proposal.ts';
import { listProposals } from './get-proposal.ts';
import { proposeAction } from './propose-action.ts';

describe.skipIf(!inject('serverUrl'))('reading the approvals list', () => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await server.open();
    close = opened.close;
    const door = await testDoor([createLedgerConnector()]);
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, door);
    await opened.store.writeMembers(demoMembers);
    await ingest(
      ctx,
      ['acme', 'bolt'].map((id) => sampleEvent('contract.updated', id, '2026-09-01', { name: id })),
    );
  });
  afterAll(() => close());

  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((one) => one.id === id) ?? null,
  });

  test('waits for no worker, and no worker for it, whatever the order of the accounts', async () => {
    const ids: string[] = [];
    for (const account of ['acme', 'bolt']) {
      const params = { percent: 5, reason: 'An outage', expiresOn: '2027-03-31' };
      const made = await proposeAction(as('csm1'), { kind: 'concession.grant', account, params });
      if (!made.ok) throw new Error(made.reason);
      ids.push(made.proposal.id);
      ctx.clock.set(new Date(ctx.clock.now().getTime() + 1_000));
      await decideOn(as('manager1'), { id: made.proposal.id, version: null, verb: 'approve' });
    }
    // Each lock is held for a while before the next: the worker takes acme first, the list has bolt first.
    const slowed: Store = {
      ...ctx.store,
      transaction: (work) =>
        ctx.store.transaction((inner) =>
          work({
            ...inner,
            lockConcessions: async (account) => {
              await inner.lockConcessions(account);
              await sleep(300);
            },
          }),
        ),
    };
    const worker = { name: 'w', clock: ctx.clock, random: () => 0.5 };
    const [worked, listed] = await Promise.allSettled([
      execute(ctx.door, slowed, worker, 10),
      listProposals({ ...as('manager1'), store: slowed }, { limit: 10 }),
    ]);
    expect(worked).toMatchObject({ status: 'fulfilled', value: 2 });
    expect(listed).toMatchObject({ status: 'fulfilled' });
    for (const id of ids) expect((await ctx.store.findProposal(id))?.proposal.state).toBe('done');
  });
});
