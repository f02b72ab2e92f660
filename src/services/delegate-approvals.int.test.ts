import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { RequestContext } from './context.ts';
import { delegateApprovals } from './delegate-approvals.ts';

describeEngines('cover for approvals', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
    await opened.store.writeMembers(demoMembers);
  });
  afterAll(() => close());

  const arrange = (by: string, from: string, to: string) =>
    delegateApprovals(
      { ...ctx, member: demoMembers.find(({ id }) => id === by) ?? null },
      {
        from,
        to,
        reason: 'on leave',
        startsAt: ctx.clock.now(),
        endsAt: new Date('2026-11-28T12:00:00.000Z'),
      },
    );
  const covers = async () =>
    (await ctx.store.listDelegations(10)).map(({ from, to, by }) => `${to} for ${from} by ${by}`);

  test('TF17 nobody gives themselves what another may decide', async () => {
    await expect(arrange('admin1', 'exec1', 'admin1')).rejects.toMatchObject({ code: 'HF_FORBIDDEN' });
    expect(await covers()).toEqual([]);
    const [entry] = await ctx.store.readAudit({ limit: 1 });
    expect(entry).toMatchObject({ actor: 'admin1', action: 'delegations.refused' });
  });

  test('is made by whose approvals they are, and by an admin for two others', async () => {
    await arrange('manager1', 'manager1', 'manager2');
    await arrange('admin1', 'exec1', 'manager1');
    await expect(arrange('csm1', 'exec1', 'manager1')).rejects.toMatchObject({ code: 'HF_FORBIDDEN' });
    expect((await covers()).sort()).toEqual([
      'manager1 for exec1 by admin1',
      'manager2 for manager1 by manager1',
    ]);
    const entries = await ctx.store.readAudit({ limit: 3 });
    expect(entries.filter(({ action }) => action === 'delegation.made')).toHaveLength(2);
  });
});
