import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { alertOf, forgetAlerts, raisedAt } from '../../../test/support/alerts.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../../test/support/door.ts';
import { testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { Store } from '../../store/store.ts';
import type { RequestContext } from '../context.ts';
import { runEffects } from '../run-effects.ts';
import { actOnAlert } from './act-on-alert.ts';

describeEngines('what somebody does with an alert', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let ledger: LedgerConnector;
  let opened: { store: Store; close(): Promise<void> };
  let id = '';
  let run = 0;
  const as = (member: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((one) => one.id === member) ?? null,
  });
  const told = async (): Promise<{ channel: unknown; view: string }[]> => {
    while (await runEffects(ctx, 'w1'));
    return ledger.ledger.map(({ body }) => ({
      channel: body.params.channel,
      view: JSON.stringify(body.params.view),
    }));
  };
  const audited = async (): Promise<string[]> =>
    (await ctx.store.readAudit({ limit: 50 }))
      .map(({ action }) => action)
      .filter((what) => what.startsWith('alert.'));

  beforeAll(async () => {
    opened = await engine.open();
    await opened.store.writeMembers(demoMembers);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    id = `a${++run}`;
    ledger = createLedgerConnector('chat');
    ctx = await testContext(opened.store, raisedAt, undefined, await testDoor([ledger]));
    await ctx.store.writeAlerts([alertOf(id)], []);
  });
  afterEach(() => forgetAlerts(ctx.store));

  it('whoever is given an alert hears of it alone, and from whom', async () => {
    const result = await actOnAlert(as('csm1'), id, { kind: 'assign', to: 'csm2' });
    expect(result).toMatchObject({ ok: true, alert: { assignee: 'csm2', state: 'acknowledged' } });
    const [call, ...more] = await told();
    expect(more).toEqual([]);
    expect(call?.channel).toBe('T0DEMO:U0csm2');
    expect(call?.view).toMatch(/gave you 1 alert/);
    expect(call?.view).not.toContain('alert-take');
  });

  it('whoever gives it to themselves is told nothing', async () => {
    await actOnAlert(as('csm1'), id, { kind: 'assign', to: 'csm1' });
    expect(await told()).toEqual([]);
  });

  it('nobody is told of what is refused, and nothing of it is kept', async () => {
    await actOnAlert(as('csm1'), id, { kind: 'assign', to: 'csm2' });
    const before = await told();
    const again = await actOnAlert(as('csm1'), id, { kind: 'assign', to: 'csm2' });
    expect(again).toMatchObject({ ok: false, reason: 'It is theirs already.' });
    const nobody = await actOnAlert(as('csm1'), id, { kind: 'assign', to: 'ghost' });
    expect(nobody).toMatchObject({ ok: false, reason: "Nobody here has the id 'ghost'." });
    expect(await told()).toEqual(before);
    expect((await ctx.store.listAlertNotes(id)).map(({ what }) => what)).toEqual(['assigned']);
  });

  it('two who take it at once: one has it, and the audit has both attempts that changed it', async () => {
    const before = (await audited()).length;
    const results = await Promise.all([
      actOnAlert(as('csm1'), id, { kind: 'acknowledge' }),
      actOnAlert(as('csm1'), id, { kind: 'acknowledge' }),
    ]);
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect((await audited()).length).toBe(before + 1);
  });
});
