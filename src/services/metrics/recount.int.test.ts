import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDemo } from '../../../demo/generate.ts';
import { demoMembers } from '../../../demo/members.ts';
import { recountCohorts } from '../../../test/support/recount/cohorts.ts';
import { recountMoment, recountWeek } from '../../../test/support/recount/digest.ts';
import { recountHealth, recountScored } from '../../../test/support/recount/health.ts';
import { tellEverywhere } from '../../../test/support/recount/places.ts';
import { factors, randomCompany, worth } from '../../../test/support/recount/random-company.ts';
import { countedElsewhere, type Figures, recountScorecard } from '../../../test/support/recount/scorecard.ts';
import { recountUse } from '../../../test/support/recount/use.ts';
import { testContext } from '../../../test/support/services.ts';
import { describeEngines, embedded, type TestEngine } from '../../../test/support/stores.ts';
import type { DigestAccount, DigestTicket } from '../../domain/digest.ts';
import type { MetricValue, Scorecard } from '../../domain/metric.ts';
import type { Money } from '../../domain/money.ts';
import { jsonRecord } from '../../domain/raw-record.ts';
import { previewDigest } from '../digest/draw-digest.ts';
import { getDigestPage } from '../digest/get-digest-page.ts';
import { importEvents } from '../import-events.ts';
import { scoreAccounts } from '../score-accounts.ts';
import { takeWeek } from '../updates/take-week.ts';
import { getCohorts } from './get-cohorts.ts';
import { getScorecard } from './get-scorecard.ts';

/** A company whose figures are counted again from its raw events. */
interface Company {
  now: string;
  zone: string;
  months: readonly string[];
  events(): Iterable<unknown>;
  /** Whether amounts are converted into one currency. */
  converts: boolean;
}

const demo: Company = {
  now: '2026-11-27T12:00:00.000Z',
  zone: 'Europe/Berlin',
  converts: false,
  months: ['2026-11', '2026-10', '2026-08', '2026-02'],
  events: () => generateDemo({ anchorOn: '2026-11-27' }),
};
/** Half past nine in Kolkata, and the evening before in New York, on a day on which its clocks went back. */
const other = (seed: string, zone: string): Company => ({
  now: '2026-11-02T04:00:00.000Z',
  zone,
  converts: true,
  months: ['2026-11', '2026-10', '2026-03', '2025-11'],
  events: () => randomCompany(seed, new Date('2026-11-02T04:00:00.000Z')),
});

describeEngines('the demo company, counted by SQL that knows the reference page alone', (engine) =>
  recounted(engine, demo),
);
describe('another company, in Kolkata', () => recounted(embedded, other('indus', 'Asia/Kolkata')));
describe('another company, in New York', () => recounted(embedded, other('hudson', 'America/New_York')));

function recounted(engine: TestEngine, company: Company): void {
  const { now, zone, months, converts } = company;
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let opened: Awaited<ReturnType<typeof engine.open>>;
  beforeAll(async () => {
    opened = await engine.open();
    ctx = await testContext(opened.store, now);
    const { sla } = ctx.content;
    ctx.content.sla = { ...sla, workingHours: { ...sla.workingHours, zone } };
    if (converts) ctx.content.currencies = { id: 'currencies', version: 1, into: 'INR', rates };
    await opened.store.writeMembers(demoMembers);
    await importAll(ctx, company.events());
  }, 120_000);
  afterAll(() => opened.close());

  it.each(months)('the scorecard of %s says the same', async (month) => {
    const card = await getScorecard(ctx, { month });
    const counted = await recountScorecard(opened.database.queries, card, {
      zone,
      into: 'INR',
      factors: converts ? factors : {},
    });
    expect(figuresOf(card, (id) => !countedElsewhere.includes(id))).toEqual(counted);
    if (converts) {
      const scored = await recountScored(opened.database.queries, card.asOf, ctx.content.profiles, zone);
      expect(figuresOf(card, (id) => ['health', 'health-score', 'adoption'].includes(id))).toEqual(scored);
    }
    expect(Object.keys(counted).length).toBeGreaterThan(4);
    if (converts) for (const { now: value } of card.lines) expectConverted(value);
  });

  it('the health score of everybody says the same', async () => {
    // Seconds of the embedded engine, for what the server counts as well.
    if (company === demo && engine === embedded) return;
    const told = (await scoreAccounts(ctx)).map(({ account, profile, score }) => ({
      account: account.id,
      profile: profile.id,
      score: score.hundredths,
      band: score.band,
      confidence: score.confidencePercent,
      components: Object.fromEntries(
        score.components.flatMap(({ id, hundredths }) => (hundredths === null ? [] : [[id, hundredths]])),
      ),
    }));
    const counted = await recountHealth(opened.database.queries, now, ctx.content.profiles);
    expect(told).toEqual(counted);
    expect(new Set(counted.map(({ band }) => band)).size).toBeGreaterThan(1);
  });

  // What follows asks for nothing that one engine could count otherwise than the other.
  if (engine !== embedded) return;

  it('the digest says the same', async () => {
    const { snapshot, figures } = await getDigestPage(ctx, (await previewDigest(ctx, null)).id);
    const { renewalDays, asOf, before } = snapshot;
    const by = { zone, renewalDays, reopened: ctx.content.sla.reopenedStatuses };
    for (const [moment, at] of [
      ['now', asOf],
      ['before', before],
    ] as const)
      expect({
        customers: figures.customers[moment],
        arr: sumsOf(figures.arr[moment]),
        renewing: idsOf(figures.renewals[moment].accounts),
        renewingArr: sumsOf(figures.renewals[moment].arr),
        tickets: ticketsOf(
          figures.support[moment].filter(({ account }) => isCustomer(snapshot.accounts, account, moment)),
        ),
      }).toEqual(await recountMoment(opened.database.queries, at, by));
    const { won, open, opportunities, base, firstValues } = await recountWeek(
      opened.database.queries,
      { asOf, before },
      zone,
    );
    const { expansion } = figures;
    expect([sumsOf(expansion.wonArr), sumsOf(expansion.openArr), expansion.open.length]).toEqual([
      ...[won, open, opportunities],
    ]);
    expect(sumsOf(snapshot.yearAgo.now)).toEqual(base);
    const reached = snapshot.wins.filter(({ kind }) => kind === 'first-value').map(({ account }) => account);
    expect([...new Set(reached)].sort()).toEqual(firstValues);
  });

  it('the cohorts by segment say the same', async () => {
    const { cohorts, asOf } = await getCohorts(ctx, { by: 'segment' });
    const cells = cohorts.flatMap(({ key, retention }) =>
      retention.map(({ month, of, kept }) => ({ segment: key, month, of, kept })),
    );
    const order = (all: typeof cells) => all.map((cell) => JSON.stringify(cell)).sort();
    expect(order(cells)).toEqual(order(await recountCohorts(opened.database.queries, asOf, zone)));
  });

  it('each place says the same of the score, its change and the ARR of an account', async () => {
    const active = (await opened.store.listAccounts()).filter(({ status }) => status === 'active');
    const told = await tellEverywhere(
      ctx,
      active.slice(0, converts ? 20 : 3).map(({ id }) => id),
    );
    const apart = told.flatMap(({ account, ...figures }) =>
      Object.entries(figures).flatMap(([figure, places]) =>
        new Set(Object.values(places).map((value) => JSON.stringify(value))).size > 1
          ? [{ account, figure, places }]
          : [],
      ),
    );
    expect(apart).toEqual([]);
  });

  it('the week of each customer says the same of use', async () => {
    const accounts = (await opened.store.listAccounts()).filter(({ status }) => status === 'active');
    for (const { id } of accounts.slice(0, 12)) {
      const { week } = await takeWeek(ctx, id);
      const counted = await recountUse(opened.database.queries, id, week.asOf);
      expect(week.weeks.map(({ users, uses }) => ({ users, uses }))).toEqual(
        counted.slice(0, week.weeks.length),
      );
    }
  });
}

const rates = Object.entries(worth)
  .filter(([currency]) => currency !== 'INR')
  .map(([currency, { rate }]) => ({ currency, rate, on: '2024-01-01', source: 'treasury' }));

async function importAll(
  ctx: Awaited<ReturnType<typeof testContext>>,
  events: Iterable<unknown>,
): Promise<void> {
  async function* records() {
    let line = 0;
    for (const event of events) yield jsonRecord(++line, Buffer.from(JSON.stringify(event)));
  }
  const given = { source: 'demo', key: 'demo', name: 'demo', records: records(), restart: false };
  expect((await importEvents(ctx, given)).rejected).toBe(0);
}

function figuresOf(card: Scorecard, isWanted: (id: string) => boolean): Figures {
  const all: Figures = {};
  for (const { definition, now: value } of card.lines) {
    if (!isWanted(definition.id)) continue;
    const { breakdown, denominator } = value;
    if (breakdown?.by === 'currency')
      for (const { label, numerator, denominator: whole } of breakdown.parts)
        all[`${definition.id} ${label}`] = [numerator, whole];
    else if (denominator !== null) all[definition.id] = [value.numerator ?? value.hundredths, denominator];
  }
  return all;
}

/** What several currencies come to in one: each sum is converted once. */
function expectConverted({ breakdown, numerator, currency }: MetricValue): void {
  if (breakdown?.by !== 'currency' || breakdown.parts.length < 2) return;
  const total = breakdown.parts.reduce((sum, { label, numerator: part }) => {
    return sum + Math.round((part ?? 0) * (factors[label] ?? Number.NaN));
  }, 0);
  expect([currency, numerator]).toEqual(['INR', total]);
}

function sumsOf(amounts: readonly Money[]): Record<string, number> {
  return Object.fromEntries(amounts.map(({ currency, amount }) => [currency, amount]));
}

function idsOf(accounts: readonly DigestAccount[]): string[] {
  return accounts.map(({ id }) => id).sort();
}

function ticketsOf(tickets: readonly DigestTicket[]): string[] {
  return tickets.map(({ account, ticketId, priority }) => `${account} ${ticketId} ${priority}`).sort();
}

function isCustomer(accounts: readonly DigestAccount[], account: string, moment: 'now' | 'before'): boolean {
  return accounts.some((one) => one.id === account && one[moment] !== null);
}
