import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { RequestContext } from './context.ts';
import { flipSwitch } from './flip-switch.ts';
import { proposeAction } from './propose-action.ts';

describeEngines('a kill switch that somebody names', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    const base = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
    await opened.store.writeMembers(demoMembers);
    await ingest(base, [sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme Corp' })]);
    ctx = { ...base, member: demoMembers.find(({ id }) => id === 'admin1') ?? null };
  });
  afterAll(() => close());

  const switches = async () =>
    (await ctx.store.listKillSwitches()).filter(({ on }) => on).map(({ scope }) => scope);

  test('INV6 an account is found by its name: a switch for no account would hold nothing back', async () => {
    expect(await flipSwitch(ctx, { scope: 'account:ACME', on: true })).toMatchObject({
      scope: 'account:acme',
      result: { ok: true, proposal: { state: 'done', account: 'acme' } },
    });
    expect(await switches()).toEqual(['account:acme']);
    await flipSwitch(ctx, { scope: 'account:Acme', on: false });
    expect(await switches()).toEqual([]);
  });

  test('one for an account that nobody knows is refused', async () => {
    await expect(flipSwitch(ctx, { scope: 'account:zyxwvut', on: true })).rejects.toMatchObject({
      code: 'HF_ACCOUNT_UNKNOWN',
    });
    expect(await switches()).toEqual([]);
  });

  test('INV6 one that is proposed by its parameters is refused too, unless they name the account by its id', async () => {
    const halt = (scope: string) =>
      proposeAction(ctx, { kind: 'kill.flip', account: null, params: { scope, on: true } });
    await expect(halt('account:zyxwvut')).rejects.toMatchObject({ code: 'HF_ACCOUNT_UNKNOWN' });
    await expect(halt('account:Acme')).rejects.toMatchObject({ code: 'HF_ACCOUNT_UNKNOWN' });
    expect(await switches()).toEqual([]);
    expect(await halt('account:acme')).toMatchObject({ ok: true, proposal: { state: 'done' } });
    expect(await switches()).toEqual(['account:acme']);
    await flipSwitch(ctx, { scope: 'account:acme', on: false });
  });

  test('what is on can be turned off under the name that it has', async () => {
    const at = ctx.clock.now();
    await ctx.store.writeKillSwitch({ scope: 'account:gone', on: true, by: 'csm1', reason: 'x', at });
    await flipSwitch(ctx, { scope: 'account:gone', on: false });
    expect(await switches()).toEqual([]);
  });

  test('every other scope is taken as it is', async () => {
    expect(await flipSwitch(ctx, { scope: 'kind:ticket.tag', on: true })).toMatchObject({
      result: { ok: true },
    });
    await expect(flipSwitch(ctx, { scope: 'everything', on: true })).rejects.toMatchObject({
      code: 'HF_ACTION_INVALID',
    });
  });
});
