import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';
import { decideOn } from '../services/decide-proposal.ts';
import { proposeAction } from '../services/propose-action.ts';
import { execute } from './execute.ts';

let ctx: Awaited<ReturnType<typeof testContext>>;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await embedded.open();
  close = opened.close;
  ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
  await opened.store.writeMembers(demoMembers);
});
afterAll(() => close());

const as = (id: string): RequestContext => ({
  ...ctx,
  member: demoMembers.find((one) => one.id === id) ?? null,
});

test('TF17 a policy is changed by two other people, and one that would break the policies not at all', async () => {
  const broken = { file: 'policies/extra.cedar', content: 'permit (' };
  await expect(
    proposeAction(as('admin1'), { kind: 'rule.change', account: null, params: broken }),
  ).rejects.toMatchObject({ code: 'HF_ACTION_INVALID' });
  const content =
    '@id("extra.none")\nforbid (principal, action, resource) when { resource.accountPercent > 99 };\n';
  const made = await proposeAction(as('admin1'), {
    kind: 'rule.change',
    account: null,
    params: { file: 'policies/extra.cedar', content },
  });
  if (!made.ok) throw new Error(made.reason);
  const { id } = made.proposal;
  const approve = (who: string) => decideOn(as(who), { id, version: 1, verb: 'approve' });
  expect(await approve('admin1')).toMatchObject({ ok: false, refusal: 'own_request' });
  expect(await approve('manager1')).toMatchObject({ ok: true, proposal: { state: 'proposed' } });
  expect(await approve('manager1')).toMatchObject({ ok: false, refusal: 'already_approved' });
  expect(await approve('exec1')).toMatchObject({ ok: true, proposal: { state: 'approved' } });
  expect(await ctx.store.listPolicyChanges()).toEqual([]);
  await execute(ctx.door, ctx.store, { name: 'w', clock: ctx.clock, random: () => 0.5 }, 10);
  expect(await ctx.store.listPolicyChanges()).toEqual([{ file: 'policies/extra.cedar', content }]);
});
