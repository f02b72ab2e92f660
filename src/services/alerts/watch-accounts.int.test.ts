import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { Alert } from '../../domain/alert.ts';
import type { Store } from '../../store/store.ts';
import { type WatchResult, watchAccounts, watchNews } from './watch-accounts.ts';

const today = '2026-11-23';
const dayMs = 86_400_000;
const everyState = ['open', 'acknowledged', 'snoozed', 'closed'] as const;

describeEngines('a watch of accounts', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let opened: { store: Store; close(): Promise<void> };
  let account = '';
  let run = 0;

  beforeAll(async () => {
    opened = await engine.open();
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    account = `watched-${++run}`;
    ctx = await testContext(opened.store, `${today}T09:00:00.000Z`);
  });

  const later = (days: number): void => ctx.clock.set(new Date(ctx.clock.now().getTime() + days * dayMs));
  const sent = async (days: number, type: string, payload?: Record<string, unknown>): Promise<void> => {
    const at = new Date(ctx.clock.now().getTime() + days * dayMs - 60_000).toISOString();
    const { accepted } = await ingest(ctx, [sampleEvent(type, account, at, payload)]);
    expect(accepted).toBe(1);
  };
  const invoice = async (days: number, status: string): Promise<void> =>
    await sent(days, 'billing.invoice', { invoiceId: 'i1', status });
  /** An account of long ago, which was looked at before. */
  const known = async (): Promise<void> => {
    await sent(-200, 'user.session');
    await sent(-1, 'user.session');
    await watchAccounts(ctx, { accountIds: [account] });
  };
  const watch = async (): Promise<WatchResult> => await watchAccounts(ctx, { accountIds: [account] });
  const alertsOf = async (rule = 'failed-payment'): Promise<Alert[]> =>
    (await ctx.store.listAlerts({ states: everyState, account, limit: 50 })).filter(
      ({ finding }) => finding.rule === rule,
    );

  it('calls nobody about what an import brought with it', async () => {
    await sent(-200, 'user.session');
    await sent(-1, 'user.session');
    await invoice(-20, 'failed');
    expect(await watch()).toMatchObject({ raised: 0, quiet: 2 });
    expect(await alertsOf()).toMatchObject([{ quiet: true, state: 'open' }]);
    expect(await alertsOf('unpaid-invoice')).toMatchObject([{ quiet: true, state: 'open' }]);
    expect(await ctx.store.alertsToPost({ limit: 10, without: [], refusedBefore: ctx.clock.now() })).toEqual(
      [],
    );
  });

  it('calls nobody about what a second part of an import brought, though it was no matter yet when it happened', async () => {
    await known();
    await invoice(-20, 'failed');
    expect(await watch()).toMatchObject({ raised: 0, quiet: 2 });
    expect(await watch()).toMatchObject({ raised: 0, quiet: 0, changed: 0 });
  });

  it('calls somebody about what is new in an account that was looked at before', async () => {
    await known();
    await invoice(0, 'failed');
    expect(await watch()).toMatchObject({ raised: 1, quiet: 0 });
    expect(await alertsOf()).toMatchObject([{ quiet: false, state: 'open' }]);
  });

  it('calls somebody about an account whose first event came today', async () => {
    await invoice(0, 'failed');
    expect(await watch()).toMatchObject({ raised: 1, quiet: 0 });
  });

  it('lets an alert go once its rule has not held for a week, and opens the same one when it comes back', async () => {
    await known();
    await invoice(0, 'failed');
    await watch();
    await invoice(0, 'paid');
    await watch();
    expect(await alertsOf()).toMatchObject([{ state: 'open', clearSince: ctx.clock.now().toISOString() }]);
    later(7);
    expect(await watch()).toMatchObject({ closed: 1 });
    expect(await alertsOf()).toMatchObject([{ state: 'closed', end: { because: 'cleared' } }]);
    later(2);
    await sent(0, 'billing.invoice', { invoiceId: 'i2', status: 'failed' });
    expect(await watch()).toMatchObject({ raised: 0, quiet: 0, changed: 1 });
    const [alert, ...others] = await alertsOf();
    expect([alert?.state, alert?.end, others.length]).toEqual(['open', null, 0]);
    const notes = await ctx.store.listAlertNotes(alert?.id ?? '');
    expect(notes.map(({ what }) => what)).toEqual(['raised', 'closed', 'reopened']);
  });

  it('closes what is open of an account whose contract ended', async () => {
    await known();
    await invoice(0, 'failed');
    await watch();
    await sent(0, 'contract.updated', { name: 'Gone', status: 'ended' });
    await watch();
    later(7);
    await watch();
    expect(await alertsOf()).toMatchObject([{ state: 'closed' }]);
  });

  it('raises a matter once, however many look at once', async () => {
    await known();
    await invoice(0, 'failed');
    const results = await Promise.all([watch(), watch(), watchNews(ctx), watch()]);
    expect(results.reduce((sum, result) => sum + (result?.raised ?? 0), 0)).toBe(1);
    expect(await alertsOf()).toHaveLength(1);
  });

  it('that began before another looked does not bring back what that one saw to be over', async () => {
    await known();
    await invoice(0, 'failed');
    const slow = held(ctx.store);
    const watching = watchAccounts({ ...ctx, store: slow.store }, { accountIds: [account] });
    await slow.waits;
    await invoice(0, 'paid');
    expect(await watch()).toMatchObject({ findings: 0, raised: 0 });
    slow.goOn();
    expect(await watching).toMatchObject({ raised: 0 });
    expect(await alertsOf()).toEqual([]);
  });

  it('in parts sees what a watch of the whole sees, each account once', async () => {
    const several = Array.from({ length: 12 }, (_, index) => `part-${run}-${index}`);
    for (account of several) await known();
    for (account of several) await invoice(0, 'failed');
    const parts = [1, 2, 3, 4].map((index) => ({ index, count: 4 }));
    const results = await Promise.all(parts.map((part) => watchAccounts(ctx, { accountIds: several, part })));
    const sum = (key: keyof WatchResult): number => results.reduce((all, result) => all + result[key], 0);
    expect([sum('accounts'), sum('raised')]).toEqual([12, 12]);
    expect(results.filter(({ accounts }) => accounts > 0).length).toBeGreaterThan(1);
    expect(await watchAccounts(ctx, { accountIds: several })).toMatchObject({
      accounts: 12,
      findings: sum('findings'),
      raised: 0,
      changed: 0,
    });
  });

  it('of news looks at the accounts of which something came in, and at each of it once', async () => {
    await watchNews(ctx);
    await known();
    await watchNews(ctx);
    await invoice(0, 'failed');
    expect(await watchNews(ctx)).toMatchObject({ accounts: 1, raised: 1 });
    expect(await watchNews(ctx)).toBeNull();
  });
});

/** The same store, of which one transaction waits until it is told to go on. */
function held(store: Store): { store: Store; waits: Promise<void>; goOn: () => void } {
  const waiting = Promise.withResolvers<void>();
  const going = Promise.withResolvers<void>();
  const transaction: Store['transaction'] = async (work) => {
    waiting.resolve();
    await going.promise;
    return await store.transaction(work);
  };
  return { store: { ...store, transaction }, waits: waiting.promise, goOn: going.resolve };
}
