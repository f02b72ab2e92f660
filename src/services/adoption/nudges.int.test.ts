import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { countCalls } from '../../../test/support/counted-store.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../../test/support/door.ts';
import { countRefusals, policiesForbidding } from '../../../test/support/policies.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { type Content, loadContent } from '../../content/content.ts';
import type { NudgeSettings } from '../../domain/nudge.ts';
import { execute } from '../../guardrail/execute.ts';
import type { RequestContext } from '../context.ts';
import { decideOn } from '../decide-proposal.ts';
import { proposeAction } from '../propose-action.ts';
import { getAdoption, getChampionKit } from './get-adoption.ts';
import { holdNudge } from './hold-nudge.ts';
import { setNudgeOptOut } from './opt-out.ts';
import { reportNudges } from './report-nudges.ts';
import { sendNudges } from './send-nudges.ts';

const shipped = await loadContent(null);
/** A Wednesday, in working hours of UTC. */
const now = '2026-11-25T10:00:00.000Z';
const day = 86_400_000;

function contentWith(settings: Partial<NudgeSettings>): Content {
  const { adoption } = shipped;
  const all = { ...adoption.settings, hold_out_percent: 0, ...settings };
  return { ...shipped, adoption: { ...adoption, settings: all } };
}

describeEngines('nudges', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let ledger: LedgerConnector;
  let close: () => Promise<void>;
  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  const proposals = async () =>
    (await ctx.store.listProposals({ limit: 100 })).map(({ proposal }) => proposal).reverse();
  const used = (user: string, feature: string, ...days: string[]) =>
    days.map((on) => sampleEvent('feature.used', 'acme', on, { feature }, { user, role: 'operator' }));
  const routine = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-20', '2026-11-24'];
  const later = (ms: number) => ctx.clock.set(new Date(ctx.clock.now().getTime() + ms));
  const carryOut = async () => {
    const worker = { name: 'w', clock: ctx.clock, random: () => 0.5 };
    return await execute(ctx.door, ctx.store, worker, 10);
  };
  const approve = async (id: string) => await decideOn(as('manager1'), { id, version: 1, verb: 'approve' });

  async function start(settings: Partial<NudgeSettings> = {}): Promise<void> {
    ctx = { ...ctx, content: contentWith(settings) };
  }

  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ledger = createLedgerConnector();
    ctx = await testContext(opened.store, now, contentWith({}), await testDoor([ledger]));
    ctx.door.holdUntil = (action, id, store, at) => holdNudge(ctx, action, id, store, at);
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-01-01', {
        name: 'Acme',
        icp: 'manufacturing',
        useCase: 'order-approvals',
        owner: 'csm1',
        seats: 10,
      }),
      ...used('ana', 'reports', ...routine),
      ...used('ben', 'reports', ...routine),
    ]);
  });
  afterEach(() => close());

  it('are proposed once for each person, as one batch of the account, and wait for people', async () => {
    expect(await sendNudges(ctx, 'all')).toMatchObject({ accounts: 1, proposed: 2, deferred: 0 });
    const made = await proposals();
    expect(made.map(({ kind, state, batch, origin }) => [kind, state, batch, origin])).toEqual(
      Array(2).fill(['nudge.send', 'proposed', 'nudges-acme-2026-11-25', 'system']),
    );
    expect(made[0]?.summary).toContain('A schedule sends them by itself');
  });

  it('are read for many accounts at once, and decided about where something is due alone', async () => {
    const others = Array.from({ length: 30 }, (_, index) => `other-${index}`);
    await ingest(
      ctx,
      others.map((id) => sampleEvent('user.session', id, '2026-11-24', {}, { user: 'eve' })),
    );
    const { store, calls } = countCalls(ctx.store);
    expect(await sendNudges({ ...ctx, store }, 'all')).toMatchObject({ accounts: 31, proposed: 2 });
    const reads = ['readFeatureUse', 'readUserRoles', 'latestByType', 'countNudgeTurns', 'findNudgeOptOuts'];
    expect(reads.map((name) => calls.get(name))).toEqual([1, 1, 1, 1, 1]);
  });

  it('are not proposed again by a second run, nor by two at once', async () => {
    const runs = await Promise.all([sendNudges(ctx, 'all'), sendNudges(ctx, 'all')]);
    await sendNudges(ctx, 'all');
    expect(runs.reduce((sum, { proposed }) => sum + proposed, 0)).toBe(2);
    expect(await proposals()).toHaveLength(2);
  });

  it('wait for the hour of their customer, and go out then', async () => {
    ctx.clock.set(new Date('2026-11-25T04:25:00.000Z'));
    expect(await sendNudges(ctx, 'all')).toMatchObject({ proposed: 0, deferred: 2 });
    expect(await sendNudges(ctx, 'due')).toMatchObject({ accounts: 0 });
    ctx.clock.set(new Date('2026-11-25T09:00:00.000Z'));
    expect(await sendNudges(ctx, 'due')).toMatchObject({ accounts: 1, proposed: 2 });
    expect(await sendNudges(ctx, 'due')).toMatchObject({ accounts: 0 });
    expect(await proposals()).toHaveLength(2);
  });

  it('that policy refuses are asked for once a day, however often their hour is looked at', async () => {
    const forbidding = await policiesForbidding('nudge.send');
    const strict = { ...ctx, door: await testDoor([ledger], () => forbidding) };
    for (let quarters = 0; quarters < 4; quarters++)
      expect(await sendNudges(strict, 'all')).toMatchObject({ proposed: 0, refused: 2 });
    expect(await countRefusals(ctx)).toBe(2);
    later(day);
    await sendNudges(strict, 'all');
    expect(await countRefusals(ctx)).toBe(4);
    expect(await sendNudges(ctx, 'all')).toMatchObject({ proposed: 2, refused: 0 });
  });

  it('lapse when nothing speaks for them any more', async () => {
    ctx.clock.set(new Date('2026-11-25T04:25:00.000Z'));
    await sendNudges(ctx, 'all');
    await ingest(ctx, [...used('ana', 'scheduler', '2026-11-25'), ...used('ben', 'scheduler', '2026-11-25')]);
    ctx.clock.set(new Date('2026-11-25T09:00:00.000Z'));
    expect(await sendNudges(ctx, 'due')).toMatchObject({ lapsed: 2 });
    expect((await proposals()).filter(({ summary }) => summary.includes('schedule sends'))).toEqual([]);
  });

  it('approved at night go out in the morning of their customer', async () => {
    await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-11-01', { region: 'us' })]);
    await start({ zones: { us: 'America/New_York' }, quiet: { from: '18:00', to: '09:00' } });
    ctx.clock.set(new Date('2026-11-25T16:00:00.000Z'));
    await sendNudges(ctx, 'all');
    const [first] = await proposals();
    ctx.clock.set(new Date('2026-11-26T04:30:00.000Z'));
    expect(await approve(first?.id ?? '')).toMatchObject({ ok: true });
    await carryOut();
    ctx.clock.set(new Date('2026-11-26T13:59:00.000Z'));
    await carryOut();
    expect(ledger.ledger).toEqual([]);
    ctx.clock.set(new Date('2026-11-26T14:00:00.000Z'));
    await carryOut();
    expect(ledger.ledger.map(({ proposalId }) => proposalId)).toEqual([first?.id]);
  });

  it('are capped when they are sent, whoever proposed them, and however many were approved at once', async () => {
    const ids: string[] = [];
    for (const nudge of ['One.', 'Two.']) {
      const proposed = await proposeAction(as('csm1'), {
        kind: 'nudge.send',
        account: 'acme',
        params: { user: 'ana', nudge },
      });
      if (proposed.ok) ids.push(proposed.proposal.id);
    }
    for (const id of ids) expect(await approve(id)).toMatchObject({ ok: true });
    await Promise.all([carryOut(), carryOut()]);
    await carryOut();
    expect(ledger.ledger).toHaveLength(1);
    later(2_000);
    await carryOut();
    expect(ledger.ledger).toHaveLength(1);
    // Its day is over before the cap lets it through: nobody is nudged by an approval of yesterday.
    ctx.clock.set(new Date('2026-11-26T10:01:00.000Z'));
    await carryOut();
    expect(ledger.ledger).toHaveLength(1);
    expect((await proposals()).map(({ state }) => state)).not.toContain('executing');
  });

  it('wait for a day after one that another person sent', async () => {
    const send = async (nudge: string) => {
      const proposed = await proposeAction(as('csm1'), {
        kind: 'nudge.send',
        account: 'acme',
        params: { user: 'ana', nudge },
      });
      if (proposed.ok) await approve(proposed.proposal.id);
      await carryOut();
    };
    await send('One.');
    later(7_200_000);
    await send('Two.');
    expect(ledger.ledger).toHaveLength(1);
    ctx.clock.set(new Date('2026-11-26T09:59:00.000Z'));
    await carryOut();
    expect(ledger.ledger).toHaveLength(1);
    ctx.clock.set(new Date('2026-11-26T10:01:00.000Z'));
    await carryOut();
    expect(ledger.ledger).toHaveLength(2);
  });

  it('count against the caps when they are sent: the next one waits a day from then', async () => {
    await sendNudges(ctx, 'all');
    const [first] = await proposals();
    later(3_600_000);
    expect(await approve(first?.id ?? '')).toMatchObject({ ok: true });
    await carryOut();
    expect(ledger.ledger.map(({ kind }) => kind)).toEqual(['nudge.send']);
    const user = String(ledger.ledger[0]?.body.params.user);
    await ingest(ctx, used(user, 'pipelines', ...routine, '2026-11-19', '2026-11-23'));
    await sendNudges(ctx, 'all');
    const mine = (await getAdoption(ctx, 'acme')).nudges.filter((one) => one.user === user);
    expect(mine.find(({ verdict }) => verdict === 'defer')).toMatchObject({
      nudge: 'loads-by-schedule',
      until: '2026-11-26T11:00:00.000Z',
      reason: 'at most 1 a day and 3 a week',
    });
  });

  it('that a person rejected free the turn, and do not come back for their cool-down', async () => {
    await sendNudges(ctx, 'all');
    for (const { id } of await proposals())
      await decideOn(as('manager1'), { id, version: 1, verb: 'reject', reason: 'too early' });
    later(8 * day);
    await ingest(ctx, [...used('ana', 'reports', '2026-12-02'), ...used('ben', 'reports', '2026-12-02')]);
    await sendNudges(ctx, 'all');
    expect((await reportNudges(ctx)).total).toMatchObject({ dropped: 2 });
    expect(
      (await getAdoption(ctx, 'acme')).nudges.map(({ nudge, reason }) => [nudge, reason]),
    ).toContainEqual([...['reports-by-schedule', 'came not long ago']]);
  });

  it('respect what the product sent by itself', async () => {
    await ingest(ctx, [
      sampleEvent('nudge.sent', 'acme', '2026-11-25T09:00:00.000Z', { nudgeId: 'own' }, { user: 'ana' }),
    ]);
    expect(await sendNudges(ctx, 'all')).toMatchObject({ proposed: 1, deferred: 1 });
  });

  it('stop where an owner has enough to approve', async () => {
    await start({ waiting_per_owner: 1 });
    expect(await sendNudges(ctx, 'all')).toMatchObject({ proposed: 1, withheld: expect.any(Number) });
    later(day);
    expect(await sendNudges(ctx, 'all')).toMatchObject({ proposed: 0 });
  });

  it('go to no customer that has left', async () => {
    await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-11-24', { status: 'ended' })]);
    expect(await sendNudges(ctx, 'all')).toMatchObject({ accounts: 0, proposed: 0 });
  });

  describe('somebody who wants none', () => {
    it('gets none, and it stands in the audit without their name', async () => {
      expect(await setNudgeOptOut(as('csm1'), { user: 'ana', wants: false })).toEqual({
        user: 'ana',
        optedOut: true,
        changed: true,
      });
      expect(await sendNudges(ctx, 'all')).toMatchObject({ proposed: 1 });
      const [entry] = (await ctx.store.readAudit({ limit: 20 })).filter(({ action }) =>
        /^nudges/.test(action),
      );
      expect(entry).toMatchObject({ action: 'nudges.opted_out', actor: 'csm1', detail: {} });
      expect(JSON.stringify(entry?.detail)).not.toContain('ana');
    });

    it.each(['', '  ', 'a\u0000b', '\u202Eana', 'x'.repeat(201), 'a\ud800'])(
      'is somebody: not %j',
      async (user) => {
        await expect(setNudgeOptOut(as('csm1'), { user, wants: false })).rejects.toMatchObject({
          code: 'HF_USAGE',
        });
      },
    );

    it('is not nudged by a person either', async () => {
      await setNudgeOptOut(ctx, { user: 'ana', wants: false });
      const params = { user: 'ana', nudge: 'Look.' };
      expect(await proposeAction(as('csm1'), { kind: 'nudge.send', account: 'acme', params })).toMatchObject({
        ok: false,
        reason: 'User ana wants no nudges',
      });
    });

    it('is not sent what was approved before they said so', async () => {
      await sendNudges(ctx, 'all');
      for (const { id } of await proposals()) await approve(id);
      await setNudgeOptOut(ctx, { user: 'ana', wants: false });
      await carryOut();
      expect(ledger.ledger.map(({ body }) => body.params.user)).toEqual(['ben']);
    });

    it('can want them again, and saying it twice changes nothing', async () => {
      await setNudgeOptOut(ctx, { user: 'ana', wants: false });
      expect(await setNudgeOptOut(ctx, { user: 'ana', wants: false })).toMatchObject({ changed: false });
      expect(await setNudgeOptOut(ctx, { user: 'ana', wants: true })).toMatchObject({ changed: true });
      expect(await sendNudges(ctx, 'all')).toMatchObject({ proposed: 2 });
    });

    it('is noted by those who work with customers alone', async () => {
      await expect(setNudgeOptOut(as('auditor1'), { user: 'ana', wants: false })).rejects.toMatchObject({
        code: 'HF_FORBIDDEN',
      });
    });
  });

  it('that are held out are observed and never proposed', async () => {
    await start({ hold_out_percent: 50, per_account_and_day: 100 });
    const people = Array.from({ length: 40 }, (_, index) => `user-${String(index).padStart(2, '0')}`);
    await ingest(
      ctx,
      people.flatMap((user) => used(user, 'reports', ...routine)),
    );
    const run = await sendNudges(ctx, 'all');
    expect(run.heldOut).toBeGreaterThan(5);
    expect(await proposals()).toHaveLength(run.proposed);
    later(8 * day);
    const report = await reportNudges(ctx);
    expect(report.total).toMatchObject({
      heldOut: { size: run.heldOut, acted: 0 },
      comparison: { kind: 'too-few' },
    });
  });

  it('are compared by what people did, and clicks are shown beside it', async () => {
    await sendNudges(ctx, 'all');
    for (const { id } of await proposals()) await approve(id);
    await carryOut();
    const [first] = await proposals();
    const click = { nudgeId: first?.id };
    later(8 * day);
    await ingest(ctx, [
      ...used('ana', 'scheduler', '2026-11-27'),
      sampleEvent('nudge.acted', 'acme', '2026-11-26', click, { user: 'ana' }),
    ]);
    const report = await reportNudges(ctx);
    expect(report.total).toMatchObject({ sent: { size: 2, acted: 1 }, clicked: 1, tooRecent: 0 });
  });
});

describeEngines('how an account uses the product', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, now, shipped);
  });
  afterEach(() => close());
  const contract = (more: Record<string, unknown>) =>
    sampleEvent('contract.updated', 'acme', '2026-01-01', { name: 'Acme', ...more });
  const use = (user: string, feature: string, on: string) =>
    sampleEvent('feature.used', 'acme', on, { feature }, { user });

  it('is judged by the use case of its contract first, each criterion with its evidence', async () => {
    await ingest(ctx, [
      contract({ icp: 'education', useCase: 'approvals', seats: 4 }),
      ...['a', 'b', 'c', 'd'].map((user) => use(user, 'approvals', '2026-11-20')),
      ...['2026-11-02', '2026-11-10', '2026-11-18'].map((on) => use('a', 'forms', on)),
      use('a', 'audit-log', '2026-01-20'),
      sampleEvent('recipe.completed', 'acme', '2026-03-01', { recipe: 'approval-chain' }),
    ]);
    const found = await getAdoption(ctx, 'acme');
    expect(found.useCases.map(({ id, chosen }) => [id, chosen])[0]).toEqual(['order-approvals', true]);
    expect(found.useCases).toHaveLength(5);
    const [chosen] = found.useCases;
    expect(chosen).toMatchObject({ state: 'met', kit: 'kit-order-approvals' });
    expect(chosen?.criteria.map(({ state }) => state)).toEqual(['met', 'met', 'met']);
    expect(chosen?.criteria[2]?.evidence[0]).toMatch(/^\/evidence\/events\/\d+$/);
    expect(chosen?.kpis.map(({ actual }) => actual)).toEqual([7, 100]);
    expect(found.unused).toEqual([{ feature: 'audit-log', lastUsedOn: '2026-01-20' }]);
    expect(found.people).toEqual({ known: 4, active28: 4 });
    expect(found.guides?.admin.length).toBeGreaterThan(0);
  });

  it('is unknown, not unmet, where no source tells of it', async () => {
    await ingest(ctx, [contract({ icp: 'education', useCase: 'approvals' })]);
    const [chosen] = (await getAdoption(ctx, 'acme')).useCases;
    expect(chosen?.state).toBe('unknown');
    expect(chosen?.criteria[0]?.reason).toBe('no source reports which features are used');
  });

  it('without a kind that we know has no use case, and no nudge that needs one', async () => {
    await ingest(ctx, [contract({ icp: 'circus' }), use('a', 'approvals', '2026-11-20')]);
    expect(await getAdoption(ctx, 'acme')).toMatchObject({
      useCases: [],
      unused: [],
      nudges: [],
      guides: null,
    });
  });

  it('is nobody’s where there is no such account', async () => {
    await expect(getAdoption(ctx, 'nobody')).rejects.toMatchObject({ code: 'HF_ACCOUNT_UNKNOWN' });
  });

  it('a champion kit is found by its id and by its use case', () => {
    expect(getChampionKit(ctx, 'maintenance').id).toBe('kit-maintenance');
    expect(getChampionKit(ctx, 'kit-maintenance').body).toContain('## Office hours');
    expect(() => getChampionKit(ctx, 'juggling')).toThrow(/no champion kit 'juggling'/);
  });
});
