import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { alertOf, findingOf, forgetAlerts, raisedAt } from '../../../test/support/alerts.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../../test/support/door.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { Alert } from '../../domain/alert.ts';
import type { Store } from '../../store/store.ts';
import type { RequestContext } from '../context.ts';
import { decideOn } from '../decide-proposal.ts';
import { proposeAction } from '../propose-action.ts';
import { runEffects } from '../run-effects.ts';
import { actOnAlert } from './act-on-alert.ts';
import { runAlertTimers } from './run-alert-timers.ts';

const monday = raisedAt.slice(0, 10);

describeEngines('what the clock asks of alerts', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let ledger: LedgerConnector;
  /** Every test has an alert of its own. */
  let a1 = '';
  let run = 0;
  let opened: { store: Store; close(): Promise<void> };
  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  /** A day of the test's own fortnight, day 0 its Monday: time goes on from one test to the next. */
  const on = (day: number, time: string): string =>
    new Date(Date.parse(`${monday}T${time}:00.000Z`) + (14 * run + day) * 86_400_000).toISOString();
  const at = (day: number, time: string): void => ctx.clock.set(new Date(on(day, time)));
  const write = (...alerts: Alert[]): Promise<void> =>
    ctx.store.writeAlerts(
      alerts.map((alert) => ({
        ...alert,
        openedAt: alert.openedAt === raisedAt ? on(0, '09:00') : alert.openedAt,
      })),
      [],
    );
  const told = async (): Promise<string[]> => {
    while (await runEffects(ctx, 'w1'));
    return ledger.ledger.map(({ body }) => String(body.params.channel)).sort();
  };

  beforeAll(async () => {
    opened = await engine.open();
    await opened.store.writeMembers(demoMembers);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    a1 = `a1-${++run}`;
    ledger = createLedgerConnector('chat');
    ctx = await testContext(
      opened.store,
      on(0, '09:00'),
      undefined,
      await testDoor([ledger, createLedgerConnector('outbox')]),
    );
  });
  afterEach(async () => {
    await told();
    await forgetAlerts(ctx.store);
  });

  it('an alert that nobody took goes to every manager after four working hours, once, in a message to each alone', async () => {
    await write(alertOf(a1));
    at(0, '12:59');
    expect(await runAlertTimers(ctx)).toMatchObject({ escalated: 0, told: 0 });
    at(0, '13:01');
    expect(await runAlertTimers(ctx)).toEqual({ escalated: 1, woken: 0, told: 2, unreachable: 0 });
    expect(await told()).toEqual(['T0DEMO:U0manager1', 'T0DEMO:U0manager2']);
    at(7, '13:01');
    expect(await runAlertTimers(ctx)).toEqual({ escalated: 0, woken: 0, told: 0, unreachable: 0 });
    expect(await ctx.store.findAlert(a1)).toMatchObject({
      escalated: { to: 'manager', people: ['manager1', 'manager2'] },
    });
    expect((await ctx.store.listAlertNotes(a1)).map(({ what }) => what)).toEqual(['escalated']);
  });

  it('nights and weekends do not count: raised on Friday at 16:00, it goes up on Monday at 12:00', async () => {
    await write(alertOf(a1, { openedAt: on(-3, '15:00') }));
    at(0, '10:58');
    expect((await runAlertTimers(ctx)).escalated).toBe(0);
    at(0, '11:02');
    expect((await runAlertTimers(ctx)).escalated).toBe(1);
  });

  it('the executive sponsor hears of an alert of a red enterprise too', async () => {
    const { picture } = alertOf('x');
    await write(
      alertOf(a1, {
        finding: findingOf({ severity: 'critical' }),
        picture: { ...picture, segment: 'Enterprise', band: 'red' },
      }),
    );
    at(0, '13:01');
    await runAlertTimers(ctx);
    expect(await told()).toEqual(['T0DEMO:U0exec1', 'T0DEMO:U0manager1', 'T0DEMO:U0manager2']);
  });

  it('what somebody took, what is quiet, and what is closed goes nowhere', async () => {
    const end = { at: raisedAt, because: 'settled' as const, by: 'csm1' };
    await write(
      alertOf('taken', { account: 'b1', state: 'acknowledged', assignee: 'csm1' }),
      alertOf('quiet', { account: 'b2', quiet: true }),
      alertOf('closed', { account: 'b3', state: 'closed', end }),
    );
    at(7, '13:01');
    expect(await runAlertTimers(ctx)).toEqual({ escalated: 0, woken: 0, told: 0, unreachable: 0 });
  });

  it('an alert that woke waits for four working hours from then on; who snoozed it hears that it is awake', async () => {
    await write(alertOf(a1));
    const until = new Date(on(1, '09:00'));
    await actOnAlert(as('csm2'), a1, { kind: 'snooze', until, reason: 'They are on holiday' });
    at(1, '08:59');
    expect((await runAlertTimers(ctx)).woken).toBe(0);
    at(1, '09:00');
    expect(await runAlertTimers(ctx)).toEqual({ escalated: 0, woken: 1, told: 1, unreachable: 0 });
    expect(await told()).toEqual(['T0DEMO:U0csm2']);
    at(1, '12:58');
    expect((await runAlertTimers(ctx)).escalated).toBe(0);
    at(1, '13:02');
    expect((await runAlertTimers(ctx)).escalated).toBe(1);
  });

  it('many at once are one message to each, the most severe first', async () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      alertOf(`many${index}`, {
        account: `c${index}`,
        finding: findingOf({ account: `c${index}`, severity: index === 17 ? 'critical' : 'low' }),
      }),
    );
    await write(...many);
    at(0, '13:01');
    expect(await runAlertTimers(ctx)).toMatchObject({ escalated: 30, told: 2 });
    expect(await told()).toHaveLength(2);
    const view = JSON.stringify(ledger.ledger[0]?.body.params.view);
    expect(view).toContain('30 alerts that nobody took for 4 working hours');
    expect(view).toContain('{"text":"and 20 more: "},{"code":true,"text":"/cs alerts all"}');
    expect(view.indexOf('"value":"many17"')).toBeLessThan(view.indexOf('"value":"many0"'));
  });

  it('of two workers at once one tells, and the other does nothing', async () => {
    await write(alertOf(a1));
    at(0, '13:01');
    const results = await Promise.all([runAlertTimers(ctx), runAlertTimers(ctx)]);
    expect(results.map(({ told }) => told).sort()).toEqual([0, 2]);
    expect(await told()).toHaveLength(2);
    expect(await ctx.store.listAlertNotes(a1)).toHaveLength(1);
  });

  it('a process that dies while it writes leaves nothing done, and the next one does all of it', async () => {
    await write(alertOf(a1));
    at(0, '13:01');
    const broken = {
      ...ctx,
      ids: {
        ...ctx.ids,
        proposal: () => {
          throw new Error('killed');
        },
      },
    };
    await expect(runAlertTimers(broken)).rejects.toThrow('killed');
    expect(await ctx.store.findAlert(a1)).toMatchObject({ escalated: null });
    expect(await runAlertTimers(ctx)).toMatchObject({ escalated: 1, told: 2 });
    expect(await told()).toHaveLength(2);
  });

  it('people on no chat are counted, and the alert is theirs all the same', async () => {
    await write(alertOf(a1));
    at(0, '13:01');
    const members = demoMembers.map((member) => ({ ...member, identities: [] }));
    const alone = { ...ctx, store: { ...ctx.store, listMembers: async () => members } };
    expect(await runAlertTimers(alone)).toEqual({ escalated: 1, woken: 0, told: 0, unreachable: 2 });
  });

  it('an alert whose play was turned down can start another; one whose play waits cannot', async () => {
    const play = { playbook: 'Re-engage', by: 'csm1' };
    const contract = { name: 'Acme', domains: ['acme.example'], owner: 'csm1', startsOn: '2025-01-01' };
    await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-01-01', contract)]);
    const proposed = await proposeAction(as('csm1'), {
      kind: 'message.customer',
      account: 'acme',
      params: { to: ['a@acme.example'], subject: 'Hello', body: 'Are you well?' },
    });
    if (!proposed.ok) throw new Error(proposed.reason);
    const { id: proposalId } = proposed.proposal;
    await write(alertOf(a1, { assignee: 'csm1', state: 'acknowledged', play: { ...play, proposalId } }));
    await runAlertTimers(ctx);
    expect((await ctx.store.findAlert(a1))?.play).not.toBeNull();
    await decideOn(as('csm1'), { id: proposalId, version: null, verb: 'cancel', reason: 'Not now' });
    await runAlertTimers(ctx);
    expect((await ctx.store.findAlert(a1))?.play).toBeNull();
    expect((await ctx.store.listAlertNotes(a1)).map(({ what }) => what)).toEqual(['play_over']);
  });
});
