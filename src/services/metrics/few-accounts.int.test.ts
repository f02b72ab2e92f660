import { afterEach, beforeEach, expect, it } from 'vitest';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { embedded } from '../../../test/support/stores.ts';
import type { MetricValue } from '../../domain/metric.ts';
import { everyAccount } from '../../rules/portfolio/query.ts';
import { previewDigest } from '../digest/draw-digest.ts';
import { getDigestPage } from '../digest/get-digest-page.ts';
import { reportFriction } from '../friction/report-friction.ts';
import { listPortfolio } from '../list-portfolio.ts';
import { readWeek } from '../register/post-review.ts';
import { getScorecard } from './get-scorecard.ts';

let ctx: Awaited<ReturnType<typeof testContext>>;
let close: () => Promise<void>;
beforeEach(async () => {
  const opened = await embedded.open();
  close = opened.close;
  ctx = await testContext(opened.store, '2024-03-01T00:30:00.000Z');
});
afterEach(() => close());

async function measured(month: string): Promise<Record<string, MetricValue>> {
  const { lines } = await getScorecard(ctx, { month });
  return Object.fromEntries(lines.map(({ definition, now }) => [definition.id, now]));
}

it('of nobody nothing is counted, and everything that cannot be said has a reason', async () => {
  for (const value of Object.values(await measured('2024-02'))) {
    expect(value.hundredths).toBeNull();
    expect(value.reason).not.toBe('');
  }
  const { figures } = await getDigestPage(ctx, (await previewDigest(ctx, null)).id);
  expect([figures.customers.now, figures.green.now, figures.riskPercent.now, figures.arr.now]).toEqual([
    0,
    null,
    null,
    [],
  ]);
  expect((await listPortfolio(ctx, { query: everyAccount })).selection.arr).toEqual([]);
  expect((await reportFriction(ctx)).causes).toEqual([]);
  expect((await readWeek(ctx)).atRisk).toEqual([]);
});

it('of one customer that began on a leap day and pays nothing, no quotient is made up', async () => {
  await ingest(ctx, [
    sampleEvent('contract.updated', 'only', '2023-01-10', {
      startsOn: '2020-02-29',
      arr: { amount: 0, currency: 'KWD' },
    }),
    sampleEvent('user.session', 'only', '2024-02-29'),
  ]);
  const leap = await measured('2024-02');
  expect(leap.churn).toMatchObject({ hundredths: 0, numerator: 0, denominator: 1 });
  expect(leap['logo-retention']).toMatchObject({ hundredths: 10_000 });
  expect(leap['surprise-churn']?.hundredths).toBeNull();
  for (const id of ['grr', 'nrr', 'expansion', 'arr-coverage', 'nps', 'csat', 'mttr', 'sla']) {
    expect([id, leap[id]?.hundredths]).toEqual([id, null]);
    expect(leap[id]?.reason).toBeTruthy();
  }
  const { figures } = await getDigestPage(ctx, (await previewDigest(ctx, null)).id);
  expect([figures.customers.now, figures.riskPercent.now]).toEqual([1, null]);
});
