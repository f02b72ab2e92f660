import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { alertOf, findingOf, forgetAlerts } from '../../../test/support/alerts.ts';
import { createLedgerConnector, testDoor } from '../../../test/support/door.ts';
import { testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { measuredName } from '../../domain/rule-tuning.ts';
import { monthBefore } from '../../rules/business-time/month-before.ts';
import type { Store } from '../../store/store.ts';
import { postTuning, tuneRules } from './tune-rules.ts';

const slot = new Date('2026-12-01T08:00:00.000Z');
const november = monthBefore(slot, 'Europe/Berlin');

describeEngines('what rules were worth', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let opened: { store: Store; close(): Promise<void> };
  const of = async (rule: string) =>
    (await tuneRules(ctx, november)).rules.find((line) => line.rule === rule);

  beforeAll(async () => {
    opened = await engine.open();
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    const door = await testDoor([createLedgerConnector('chat')]);
    ctx = await testContext(opened.store, slot.toISOString(), undefined, door);
  });
  afterEach(() => forgetAlerts(ctx.store));

  it('counts what was raised in the month, and what people said of it', async () => {
    const at = '2026-11-25T00:00:00.000Z';
    const said = (by: string, verdict: 'useful' | 'not_useful') => ({ by, verdict, note: null, at });
    await ctx.store.writeAlerts(
      [
        alertOf('t1', { account: 'a', verdicts: [said('x', 'useful'), said('y', 'not_useful')] }),
        alertOf('t2', { account: 'b', escalated: { to: 'manager', at, people: [] } }),
        alertOf('t3', { account: 'c', quiet: true }),
        alertOf('t4', { account: 'd', openedAt: '2026-10-31T22:59:59.999Z' }),
        alertOf('t5', { account: 'e', openedAt: '2026-11-30T23:00:00.000Z' }),
      ],
      [],
    );
    expect(await of('no-login')).toMatchObject({
      title: 'Gone quiet',
      raised: 2,
      escalated: 1,
      precision: 0.5,
      measured: null,
      concern: null,
      verdicts: { useful: 1, not_useful: 1, too_early: 0 },
    });
    expect(await of('error-spike')).toMatchObject({ raised: 0, precision: null });
  });

  it('names a rule whose measured lift is below one', async () => {
    const measured = { alertRate: 0.3, precision: 0.1, lift: 0.84, recall: 0.2, medianLeadDays: 12 };
    await ctx.store.writeSetting(measuredName, {
      rules: [{ id: 'no-login', ...measured }],
      at: '2026-11-27',
    });
    expect(await of('no-login')).toMatchObject({
      measured,
      concern: 'Its measured lift is 0.84: below 1, it is worse than chance on the loaded history.',
    });
  });

  it('takes a back-test that it cannot read for none', async () => {
    await ctx.store.writeSetting(measuredName, { rules: 'many' });
    expect(await tuneRules(ctx, november)).toMatchObject({ measuredAt: null });
  });

  it('posts a month once, however many processes are asked to', async () => {
    await ctx.store.writeAlerts([alertOf('p1', { account: 'z', finding: findingOf({ account: 'z' }) })], []);
    const first = await Promise.all([postTuning(ctx, slot), postTuning(ctx, slot)]);
    expect(first.map(({ posted }) => posted).sort()).toEqual([false, true]);
    expect(await postTuning(ctx, slot)).toEqual({ posted: false });
    await ctx.store.writeSetting('rules.tuning.posted', '2029-10');
    expect(await postTuning(ctx, slot)).toEqual({ posted: true });
    expect(await postTuning(ctx, new Date('2027-01-01T08:00:00.000Z'))).toEqual({ posted: true });
    expect(await postTuning({ ...ctx, channels: { alerts: null } }, slot)).toEqual({ posted: false });
  });
});
