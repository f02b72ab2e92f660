import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { alertOf, forgetAlerts, raisedAt } from '../../../test/support/alerts.ts';
import { createLedgerConnector, testDoor } from '../../../test/support/door.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { endOfDay } from '../../domain/utc-day.ts';
import { actOnAlert } from '../../services/alerts/act-on-alert.ts';
import { runAlertTimers } from '../../services/alerts/run-alert-timers.ts';
import { runPlay } from '../../services/alerts/run-play.ts';
import type { RequestContext } from '../../services/context.ts';
import { proposeAction } from '../../services/propose-action.ts';
import { runEffects } from '../../services/run-effects.ts';
import { removeIdentities, removeMembers } from '../../store/members.ts';
import { alertView } from '../../views/alert-view.ts';
import { onAlert } from './alert.ts';

describeEngines('what people do with an alert', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let opened: Awaited<ReturnType<typeof engine.open>>;
  let id = '';
  let run = 0;

  const as = (member: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((one) => one.id === member) ?? null,
  });
  const alert = async () => {
    const found = await ctx.store.findAlert(id);
    if (!found) throw new Error('no alert');
    return found;
  };
  const leaves = async (member: string): Promise<void> => {
    const { queries } = opened.database;
    await removeIdentities(queries, demoMembers.find((one) => one.id === member)?.identities ?? []);
    await removeMembers(queries, [member]);
  };
  const notes = async (): Promise<string[]> =>
    (await ctx.store.listAlertNotes(id)).map(({ what, by }) => `${what} ${by}`);

  beforeAll(async () => {
    opened = await engine.open();
    ctx = await testContext(opened.store, raisedAt);
    const contract = { name: 'Alder', owner: 'csm1', tier: 'pro', startsOn: '2025-01-01' };
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-01-01', contract),
      sampleEvent('feature.used', 'acme', '2026-10-01'),
    ]);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    await opened.store.writeMembers(demoMembers);
    ctx = await testContext(opened.store, raisedAt, undefined, await testDoor([createLedgerConnector()]));
    id = `a${++run}`;
    await ctx.store.writeAlerts([alertOf(id)], []);
  });
  afterEach(() => forgetAlerts(ctx.store));

  it('is done once, however often and by how many it is asked for at the same time', async () => {
    const take = { kind: 'acknowledge' } as const;
    const same = await Promise.all([1, 2, 3].map(() => actOnAlert(as('csm1'), id, take)));
    expect(same.filter(({ ok }) => ok)).toHaveLength(1);
    await Promise.all(['csm1', 'csm2'].map((who) => actOnAlert(as(who), id, { kind: 'settle' })));
    expect((await notes()).filter((line) => line.startsWith('closed'))).toHaveLength(1);
    const audit = await ctx.store.readAudit({ limit: 50 });
    expect(
      audit.filter(({ action, detail }) => action === 'alert.closed' && detail.alert === id),
    ).toHaveLength(1);
  });

  it('is refused to whoever may change nothing, and on record', async () => {
    for (const act of [{ kind: 'settle' }, { kind: 'acknowledge' }] as const)
      await expect(actOnAlert(as('auditor1'), id, act)).rejects.toMatchObject({ code: 'HF_FORBIDDEN' });
    await expect(runPlay(as('auditor1'), id)).rejects.toMatchObject({ code: 'HF_FORBIDDEN' });
    expect((await alert()).revision).toBe(1);
    expect((await ctx.store.readAudit({ limit: 1 }))[0]).toMatchObject({ action: 'alerts.refused' });
  });

  it('on a card of before says how it stands, and changes nothing that is closed', async () => {
    await actOnAlert(as('csm1'), id, { kind: 'settle' });
    for (const action of ['alert-take', 'alert-run', 'alert-assign', 'alert-snooze'] as const) {
      const answer = await onAlert(as('csm2'), { kind: 'click', action, value: id });
      expect([action, JSON.stringify(answer.view), answer.form]).toEqual([
        action,
        expect.stringContaining('closed already'),
        undefined,
      ]);
    }
    expect(await notes()).toEqual(['closed csm1']);
  });

  it('of an id that no database holds is none', async () => {
    for (const odd of ['a\u0000b', 'a\ud800', '', 'x'.repeat(100_000)])
      await expect(actOnAlert(as('csm1'), odd, { kind: 'settle' })).rejects.toMatchObject({
        code: 'HF_NOT_FOUND',
      });
  });

  it('is given to nobody who left', async () => {
    await leaves('csm2');
    const answer = await onAlert(as('csm1'), {
      kind: 'submit',
      form: 'alert-assign',
      value: id,
      fields: { member: 'csm2' },
    });
    expect(answer.fieldErrors).toEqual({ member: "Nobody here has the id 'csm2'." });
  });

  it('of somebody who left is open again, and goes up when nobody takes it', async () => {
    await actOnAlert(as('csm2'), id, { kind: 'acknowledge' });
    await leaves('csm2');
    expect(await runAlertTimers(ctx)).toMatchObject({ escalated: 0 });
    expect(await alert()).toMatchObject({ state: 'open', assignee: null });
    ctx.clock.set(new Date(ctx.clock.now().getTime() + 4 * 3_600_000 + 60_000));
    expect(await runAlertTimers(ctx)).toMatchObject({ escalated: 1 });
    expect(await notes()).toEqual(['acknowledged csm2', 'released null', 'escalated null']);
  });

  it('snoozed by somebody who left wakes open', async () => {
    await actOnAlert(as('csm2'), id, { kind: 'acknowledge' });
    const until = new Date(ctx.clock.now().getTime() + 86_400_000);
    await actOnAlert(as('csm2'), id, { kind: 'snooze', until, reason: 'away' });
    await leaves('csm2');
    ctx.clock.set(until);
    await runAlertTimers(ctx);
    expect(await alert()).toMatchObject({ state: 'open', assignee: null, snooze: null });
  });

  it('is taken by people alone: the installation does not have it', async () => {
    expect(await actOnAlert(ctx, id, { kind: 'acknowledge' })).toMatchObject({ ok: false });
    expect(await actOnAlert(ctx, id, { kind: 'judge', verdict: 'useful', note: null })).toMatchObject({
      ok: true,
      alert: { state: 'open', assignee: null },
    });
  });

  it('judged three times by one person counts once, as they said last', async () => {
    const since = new Date(0);
    const none = { useful: 0, not_useful: 0, too_early: 0 };
    const before = (await ctx.store.tallyAlertVerdicts(since))[0]?.verdicts ?? none;
    for (const verdict of ['useful', 'too_early', 'useful'] as const)
      await actOnAlert(as('csm1'), id, { kind: 'judge', verdict, note: null });
    expect((await ctx.store.tallyAlertVerdicts(since))[0]?.verdicts).toEqual({
      ...before,
      useful: before.useful + 1,
    });
  });

  describe('a snooze', () => {
    const snooze = async (until: string, reason = 'on holiday') =>
      await actOnAlert(as('csm1'), id, { kind: 'snooze', until: endOfDay(until), reason });

    it.each(['2026-11-22', '2027-06-01', '9999-12-31', '0001-01-01'])(
      'until %s is refused',
      async (until) => {
        expect(await snooze(until)).toMatchObject({ ok: false });
        expect((await alert()).state).toBe('open');
      },
    );

    it('says why in words that fit a card and reach nobody', async () => {
      const reason = `<!channel> see [this](https://evil.example) \u202Enow\n\n# big\u0000 ${'x'.repeat(10_000)}`;
      expect(await snooze('2026-11-30', reason)).toMatchObject({ ok: true });
      const { snooze: kept } = await alert();
      expect(kept?.reason).toMatch(/^<!channel> see \[this\]\(https:\/\/evil\.example\) now # big x+…$/);
      expect(kept?.reason.length).toBeLessThanOrEqual(500);
      const card = { alert: await alert(), play: null, names: new Map(), worth: null, today: '2026-11-23' };
      const params = { channel: 'C0ALERTS', view: alertView(card) };
      expect(await proposeAction(ctx, { kind: 'message.post', account: null, params })).toMatchObject({
        ok: true,
      });
    });

    it('whose reason shows nothing is refused', async () => {
      expect(await snooze('2026-11-30', '\u200B\u202E \u0000')).toMatchObject({ ok: false });
    });
  });

  describe('its play', () => {
    it('of two who press at once is started once', async () => {
      const results = await Promise.all(['csm1', 'csm2', 'csm1'].map((who) => runPlay(as(who), id)));
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      while (await runEffects(ctx, 'w1'));
      expect((await notes()).filter((line) => line.startsWith('play_started'))).toHaveLength(1);
    });

    it('that came to nothing before it began may be started again', async () => {
      const first = await runPlay(as('csm1'), id);
      expect(await runPlay(as('csm2'), id)).toMatchObject({ ok: false });
      await leaves('csm1'); // and with that goes the right to have asked for it
      while (await runEffects(ctx, 'w1'));
      expect(await runAlertTimers(ctx)).toMatchObject({ escalated: 0 });
      expect(await alert()).toMatchObject({ play: null, state: 'open' });
      expect([first.ok, (await runPlay(as('csm2'), id)).ok]).toEqual([true, true]);
    });
  });
});
