import { describe, expect, it } from 'vitest';
import { sampleAccount, sampleFacts, shippedProfile } from '../../../test/suites/sample-facts.ts';
import type { ComponentId } from '../../domain/health.ts';
import type { HealthFacts } from '../../domain/health-facts.ts';
import type { Curves } from './component.ts';
import { components } from './components/index.ts';

const profile = shippedProfile();

function judge(id: ComponentId, facts: Partial<HealthFacts>) {
  const component = components.find((candidate) => candidate.id === id);
  if (!component) throw new Error(`no component ${id}`);
  return component.judge(sampleFacts(facts), profile.components[id].curves as Curves);
}

/** Given these facts, the component's value in hundredths; null = unknown. */
type Row = [given: string, facts: Partial<HealthFacts>, hundredths: number | null];

describe('adoption', () => {
  const full = {
    engagedDays28: 20,
    engagedDays84: 60,
    engagedDays168: 120,
    userWeeks12: 120,
    features84: 12,
  };

  it.each<Row>([
    ['no use at all: 0, for silence is known', {}, 0],
    ['the top of every curve', full, 10_000],
    [
      'the fifth point of every curve',
      { engagedDays28: 10, engagedDays84: 30, engagedDays168: 60, userWeeks12: 36, features84: 6 },
      7_900,
    ],
    [
      'one day in six months',
      { engagedDays28: 1, engagedDays84: 1, engagedDays168: 1, userWeeks12: 1, features84: 1 },
      1_333,
    ],
  ])('%s', (_, facts, hundredths) => {
    expect(judge('adoption', facts).hundredths).toBe(hundredths);
  });

  it('measures users against seats where they are known', () => {
    const account = sampleAccount({ seats: 10 });
    // 8 of 10 seats are 100 points; the same 8 users without seats count by weeks.
    expect(judge('adoption', { account, users28: 8 }).hundredths).toBe(2_000);
    expect(judge('adoption', { account, users28: 8 }).reason).toContain('8 of 10 seats');
    expect(judge('adoption', { users28: 8 }).hundredths).toBe(0);
    expect(judge('adoption', { account: sampleAccount({ seats: 0 }), users28: 8 }).hundredths).toBe(0);
  });

  it('more users than seats is as good as full', () => {
    expect(judge('adoption', { account: sampleAccount({ seats: 2 }), users28: 50 }).hundredths).toBe(2_000);
  });
});

describe('stickiness', () => {
  it.each<Row>([
    ['nothing in half a year is 0, not unknown', {}, 0],
    [
      'a daily habit',
      { lastEngagedAge: 0, thirdEngagedAge: 2, engagedWeeks12: 12, dauWauPermille: 700 },
      10_000,
    ],
    // Two thirds recency: (2 × 80 + 2 × 65 + 50 + 50) / 6.
    [
      'a fading one',
      { lastEngagedAge: 7, thirdEngagedAge: 28, engagedWeeks12: 6, dauWauPermille: 100 },
      6_500,
    ],
    // One visit is no return: the third-latest day is out of sight.
    ['one lone visit today', { lastEngagedAge: 0, engagedWeeks12: 1 }, 3_472],
  ])('%s', (_, facts, hundredths) => {
    expect(judge('stickiness', facts).hundredths).toBe(hundredths);
  });

  it('says what it saw', () => {
    expect(judge('stickiness', {}).reason).toBe('No sign of life in 180 days.');
    expect(judge('stickiness', { lastEngagedAge: 1, engagedWeeks12: 3, dauWauPermille: 149 }).reason).toBe(
      "Last active yesterday; active in 3 of 12 weeks; an average day sees 14\u00a0% of the week's users.",
    );
  });
});

describe('errors', () => {
  const baseline = { errorsEver: true, uses7: 1_000, baselineErrorRates: [10, 20, 20, 20, 20] };

  it.each<Row>([
    ['no error was ever reported: unknown', { ...baseline, errorsEver: false }, null],
    ['no use this week: unknown', { ...baseline, uses7: 0, errors7: 0 }, null],
    ['four days of baseline: unknown', { ...baseline, baselineErrorRates: [1, 1, 1, 1] }, null],
    ['five days of baseline: known', { ...baseline, errors7: 0 }, 10_000],
    ['exactly the baseline', { ...baseline, errors7: 20 }, 10_000],
    ['twice the baseline', { ...baseline, errors7: 40 }, 5_000],
    ['four times the baseline', { ...baseline, errors7: 80 }, 0],
    // A baseline of 0 counts as 10 per thousand: 20 per thousand are 200 %.
    ['errors after a clean month', { ...baseline, baselineErrorRates: [0, 0, 0, 0, 0], errors7: 20 }, 5_000],
  ])('%s', (_, facts, hundredths) => {
    expect(judge('errors', facts).hundredths).toBe(hundredths);
  });

  it('compares with the 95th percentile by nearest rank, not with the worst day', () => {
    const quiet = Array<number>(19).fill(20);
    // Of 20 days the 19th in order decides, so one wild day does not excuse this week.
    const facts = { ...baseline, baselineErrorRates: [900, ...quiet], errors7: 40 };
    expect(judge('errors', facts).hundredths).toBe(5_000);
    expect(judge('errors', { ...facts, baselineErrorRates: [900, 900, ...quiet] }).hundredths).toBe(10_000);
  });

  it('says in percent what is usual', () => {
    expect(judge('errors', { ...baseline, errors7: 44 }).reason).toBe(
      '44 errors in 1000 uses in 7 days: 4.4\u00a0%; on a normal day at most 2\u00a0%.',
    );
  });

  it('does not depend on the order of the days', () => {
    const facts = { ...baseline, errors7: 33 };
    const turned = { ...facts, baselineErrorRates: [20, 10, 20, 20, 20] };
    expect(judge('errors', turned)).toEqual(judge('errors', facts));
  });
});

describe('support', () => {
  it.each<Row>([
    ['no ticket in a quarter: unknown, for who is silent opens none', {}, null],
    ['no ticket in the last month', { ticketsCreated84: 1, users28: 10 }, 10_000],
    ['10 per hundred users', { ticketsCreated84: 1, ticketsCreated28: 1, users28: 10 }, 10_000],
    ['50 per hundred users', { ticketsCreated84: 5, ticketsCreated28: 5, users28: 10 }, 6_000],
    ['200 per hundred users', { ticketsCreated84: 20, ticketsCreated28: 20, users28: 10 }, 0],
    ['a ticket and nobody active', { ticketsCreated84: 1, ticketsCreated28: 1 }, 3_000],
  ])('%s', (_, facts, hundredths) => {
    expect(judge('support', facts).hundredths).toBe(hundredths);
  });

  it('names the urgent and the open ones', () => {
    const facts = {
      ticketsCreated84: 2,
      ticketsCreated28: 2,
      ticketsUrgent28: 1,
      ticketsOpen: 4,
      users28: 1,
    };
    expect(judge('support', facts).reason).toBe('2 tickets (1 urgent) in 28 days for 1 active user; 4 open.');
  });
});

describe('sentiment', () => {
  it.each<Row>([
    ['nobody answered: unknown', {}, null],
    ['CSAT 4.00', { csatSum84: 8, csatCount84: 2 }, 7_500],
    ['NPS 50', { npsPromoters168: 3, npsDetractors168: 1, npsCount168: 4 }, 8_500],
    ['NPS 0 from passives', { npsCount168: 3 }, 5_000],
    ['NPS −100', { npsDetractors168: 2, npsCount168: 2 }, 0],
    ['both: their mean', { csatSum84: 8, csatCount84: 2, npsDetractors168: 2, npsCount168: 2 }, 3_750],
  ])('%s', (_, facts, hundredths) => {
    expect(judge('sentiment', facts).hundredths).toBe(hundredths);
  });

  it('cuts an NPS towards zero on both sides', () => {
    expect(judge('sentiment', { npsPromoters168: 2, npsDetractors168: 1, npsCount168: 3 }).reason).toContain(
      'NPS 33 ',
    );
    expect(judge('sentiment', { npsPromoters168: 1, npsDetractors168: 2, npsCount168: 3 }).reason).toContain(
      'NPS −33 ',
    );
  });
});

describe('sponsor', () => {
  it.each<Row>([
    ['no contact ever: unknown', {}, null],
    ['two days of contact are no cadence', { sponsorDaysEver: 2, lastSponsorAge: 0, sponsorDays84: 2 }, null],
    ['three days are one', { sponsorDaysEver: 3, lastSponsorAge: 28, sponsorDays84: 3 }, 7_500],
    [
      'a sponsor fallen silent goes to 0, never back to unknown',
      { sponsorDaysEver: 3, lastSponsorAge: 168 },
      0,
    ],
    ['and stays there', { sponsorDaysEver: 30, lastSponsorAge: 2_000 }, 0],
  ])('%s', (_, facts, hundredths) => {
    expect(judge('sponsor', facts).hundredths).toBe(hundredths);
  });
});

describe('billing', () => {
  it.each<Row>([
    ['no invoice was ever seen: unknown', {}, null],
    ['nothing overdue', { invoicesEver: 1 }, 10_000],
    ['7 days overdue', { invoicesEver: 1, overdueDays: 7 }, 7_000],
    ['60 days overdue', { invoicesEver: 1, overdueDays: 60 }, 0],
    ['one failed payment', { invoicesEver: 1, failedPayments84: 1 }, 6_000],
    ['the lower of the two counts', { invoicesEver: 1, overdueDays: 30, failedPayments84: 1 }, 3_000],
    ['and the other way round', { invoicesEver: 1, overdueDays: 7, failedPayments84: 2 }, 3_000],
  ])('%s', (_, facts, hundredths) => {
    expect(judge('billing', facts).hundredths).toBe(hundredths);
  });
});

it('unknown is never a value: no component answers neutral without input', () => {
  const unknown = components.filter(({ id }) => judge(id, {}).hundredths === null).map(({ id }) => id);
  expect(unknown).toEqual(['errors', 'support', 'sentiment', 'sponsor', 'billing']);
});

it.each(components.map(({ id }) => id))('%s gives one sentence as its reason', (id) => {
  expect(judge(id, {}).reason).toMatch(/^[A-Z].*\.$/);
});
