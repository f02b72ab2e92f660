import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';
import { decideOn, refusalText } from '../services/decide-proposal.ts';
import { flipSwitch } from '../services/flip-switch.ts';

let ctx: Awaited<ReturnType<typeof testContext>>;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await embedded.open();
  close = opened.close;
  ctx = await testContext(opened.store, '2026-11-21T12:00:00Z');
  await opened.store.writeMembers(demoMembers);
});
afterAll(() => close());

const as = (id: string): RequestContext => ({
  ...ctx,
  member: demoMembers.find((one) => one.id === id) ?? null,
});
const flip = async (who: string, on: boolean) => {
  ctx.clock.set(new Date(ctx.clock.now().getTime() + 60_000));
  return (await flipSwitch(as(who), { scope: 'all', on })).result;
};
const isHalted = async () => (await ctx.store.listKillSwitches()).some(({ on }) => on);

test('INV6 an old wish to let things run again ends the halt that it was made for, and no later one', async () => {
  await flip('csm1', true);
  const old = await flip('csm1', false);
  const id = old.ok ? old.proposal.id : '';
  await flip('admin1', false);
  expect(await isHalted()).toBe(false);
  await flip('csm2', true);
  const late = await decideOn(as('manager1'), { id, version: 1, verb: 'approve' });
  expect(late).toMatchObject({ ok: false, refusal: 'drifted' });
  expect(late.ok ? '' : refusalText(late)).toContain('no longer as it was shown');
  expect(await isHalted()).toBe(true);

  const wish = await flip('csm2', false);
  const fresh = wish.ok ? wish.proposal.id : '';
  expect(await decideOn(as('manager1'), { id: fresh, version: 1, verb: 'approve' })).toMatchObject({
    ok: true,
  });
  expect(await isHalted()).toBe(false);
});
