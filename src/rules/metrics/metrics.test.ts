import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../domain/account.ts';
import { emptyContract } from '../contract.ts';
import { metrics } from './index.ts';
import { meets } from './meets.ts';
import { type MetricFacts, middle } from './metric-facts.ts';
import { wasWarned } from './was-warned.ts';

const usd = (amount: number) => ({ amount: amount * 100, currency: 'USD' });
const eur = (amount: number) => ({ amount: amount * 100, currency: 'EUR' });
const eurIsTwo = {
  into: 'EUR',
  of: new Map([['USD', { rate: 0.5, on: '2026-01-01', source: 'ours' }]]),
};

function account(id: string, given: Partial<Account> = {}): [string, Account] {
  return [id, { ...emptyContract(id), id, firstSeenOn: '2025-01-01', ...given }];
}

function factsOf(given: Partial<MetricFacts> = {}): MetricFacts {
  return {
    from: new Date('2026-11-01T00:00:00Z'),
    to: new Date('2026-12-01T00:00:00Z'),
    yearAgo: new Map(),
    atEnd: new Map(),
    opening: new Map(),
    ended: [],
    scores: [],
    surveys: [],
    ratings: [],
    rates: null,
    open: [],
    wishes: [],
    said: new Map(),
    atRisk: new Set<string>(),
    wereAtRisk: null,
    firstValues: [],
    incidents: [],
    promises: [],
    questions: [],
    won: [],
    decided: [],
    ...given,
  };
}

function measure(id: string, given: Partial<MetricFacts>) {
  const metric = metrics.find((one) => one.id === id) ?? expect.fail(`no metric ${id}`);
  return metric.measure(factsOf(given));
}

const scored = (score: number | null) => ({ account: 'x', band: null, adoption: null, score });

const asked = (['confirmed', 'assumed', 'returned', 'open', 'not_covered'] as const).map(
  (outcome, index) => ({
    id: `q${index}`,
    account: 'x',
    topic: index < 2 ? 'billing' : 'exports',
    outcome,
  }),
);

describe('worked by hand', () => {
  const yearAgo = new Map([
    account('same', { arr: usd(100) }),
    account('grew', { arr: usd(200) }),
    account('shrank', { arr: usd(300) }),
    account('left', { arr: usd(400) }),
  ]);
  const atEnd = new Map([
    account('same', { arr: usd(100), owner: 'csm1' }),
    account('grew', { arr: usd(500), owner: 'csm1' }),
    account('shrank', { arr: usd(150), owner: 'csm2' }),
    account('left', { arr: usd(400), status: 'ended', owner: 'csm2' }),
    account('new', { arr: usd(900) }),
  ]);

  it.each([
    // 3 of 4 stayed; 100 + 200 + 150 of 1,000 without growth, 100 + 500 + 150 with it.
    ['logo-retention', 7_500, { yearAgo, atEnd }],
    ['grr', 4_500, { yearAgo, atEnd }],
    ['nrr', 7_500, { yearAgo, atEnd }],
    ['coverage', 150, { atEnd }],
    ['churn', 2_500, { opening: yearAgo, ended: [{ account: 'left', seq: 1, wasCalled: true }] }],
    [
      'surprise-churn',
      3_333,
      {
        ended: [true, false, true, null].map((wasCalled, index) => ({ account: 'x', seq: index, wasCalled })),
      },
    ],
    // 5 promoters, 2 detractors, 3 between: 50 − 20.
    [
      'nps',
      3_000,
      {
        surveys: [10, 9, 9, 10, 9, 0, 6, 7, 8, 8].map((score, seq) => ({
          account: 'x',
          kind: 'nps' as const,
          score,
          seq,
        })),
      },
    ],
    // 1, 4, 5 and the survey's 4.
    [
      'csat',
      350,
      {
        ratings: [1, 4, 5].map((stars, seq) => ({ account: 'x', stars, seq })),
        surveys: [{ account: 'x', kind: 'csat', score: 4, seq: 9 }],
      },
    ],
    ['ttv', 850, { firstValues: [3, 30, 10, 7].map((days, seq) => ({ account: 'x', days, seq })) }],
    [
      'mttr',
      250,
      {
        incidents: [1, 4].map((hours, seq) => ({
          account: 'x',
          incidentId: `i${seq}`,
          ms: hours * 3_600_000,
          seq,
        })),
      },
    ],
    [
      'sla',
      6_667,
      { promises: [true, true, false].map((isKept, seq) => ({ account: 'x', ticketId: 't', isKept, seq })) },
    ],
    // 2 of 5 were settled: one by a word, one by silence.
    ['deflection', 4_000, { questions: asked }],
    // 4 of 5 were answered, 2 of the 3 whose end is known settled: 8 of 15.
    ['automation', 5_333, { questions: asked }],
    // 1 wants another tier and stands at a limit, of 4 who are customers; whoever left is none.
    [
      'upgrade-intent',
      2_500,
      { atEnd, wishes: ['grew', 'grew', 'left'].map((who, seq) => ({ account: who, words: 'more', seq })) },
    ],
    ['health-score', 6_550, { scores: [8_000, 5_100, null].map(scored) }],
    // USD 900 and 300 are open, of two whose worth is known; 500 more of a customer who has left.
    [
      'pipeline',
      120_000 * 100,
      {
        atEnd: new Map([account('x'), account('gone', { status: 'ended' })]),
        open: [usd(900), usd(300), null, usd(500)].map((arr, seq) => ({
          account: seq === 3 ? 'gone' : 'x',
          opportunityId: `o${seq}`,
          arr,
          seq,
        })),
      },
    ],
    // 750 between two; who has no owner is left out, and who left.
    ['arr-coverage', 37_500 * 100, { atEnd }],
    ['expansion', 2_500, { yearAgo, won: [{ account: 'grew', arr: usd(250), seq: 1, opportunityId: 'o' }] }],
    ['expansion', 0, { yearAgo }],
    [
      'conversion',
      5_000,
      {
        decided: [
          { account: 'x', opportunityId: 'a', arr: null, isWon: true, days: 10, seq: 1 },
          { account: 'x', opportunityId: 'b', arr: null, isWon: false, days: 3, seq: 2 },
        ],
      },
    ],
    [
      'time-to-expand',
      1_000,
      {
        decided: [
          { account: 'x', opportunityId: 'a', arr: null, isWon: true, days: 10, seq: 1 },
          { account: 'x', opportunityId: 'b', arr: null, isWon: true, days: null, seq: 2 },
        ],
      },
    ],
    [
      'health',
      6_667,
      {
        scores: (['green', 'green', 'red', null] as const).map((band) => ({
          account: 'x',
          band,
          score: null,
          adoption: null,
        })),
      },
    ],
    [
      'adoption',
      7_500,
      { scores: [9_000, 6_000, null].map((points) => ({ ...scored(null), adoption: points })) },
    ],
  ] as const satisfies readonly (readonly [string, number, Partial<MetricFacts>])[])(
    '%s is %i hundredths',
    (id, hundredths, given) => {
      expect(measure(id, given)).toMatchObject({ hundredths, reason: null });
    },
  );
});

describe('where there is nothing to divide by', () => {
  it.each(metrics.map(({ id }) => id))('%s says why instead', (id) => {
    const value = measure(id, {});
    expect(value.hundredths).toBeNull();
    expect(value.reason).toMatch(/\w+ \w+/);
  });

  it('revenue in two currencies is not added up, nor is what was won in another; each has its own', () => {
    const mixed = new Map([account('a', { arr: usd(1) }), account('b', { arr: eur(5) })]);
    const gross = measure('grr', { yearAgo: mixed, atEnd: new Map([account('a', { arr: usd(1) })]) });
    expect(gross).toMatchObject({
      hundredths: null,
      reason: 'in EUR, USD, kept apart',
      numerator: null,
      breakdown: {
        parts: [
          { label: 'EUR', hundredths: 0, numerator: 0, denominator: 500 },
          { label: 'USD', hundredths: 10_000, numerator: 100, denominator: 100 },
        ],
      },
    });
    const [grr, nrr] = [metrics.find(({ id }) => id === 'grr'), metrics.find(({ id }) => id === 'nrr')];
    // It is missed when one currency misses it.
    expect(grr && meets(grr, gross)).toBe(false);
    expect(nrr && meets(nrr, gross)).toBeNull();
    const one = new Map([account('a', { arr: usd(1) })]);
    const won = [{ account: 'a', arr: eur(1), seq: 1, opportunityId: 'o' }];
    expect(measure('expansion', { yearAgo: one, won })).toMatchObject({
      hundredths: null,
      breakdown: {
        parts: [
          { label: 'EUR', hundredths: null },
          { label: 'USD', hundredths: 0 },
        ],
      },
    });
    expect(measure('expansion', { yearAgo: new Map([account('a', { arr: usd(0) })]) }).hundredths).toBeNull();
  });

  it('a contract that changed its currency is left out where there is no rate, and said so', () => {
    const yearAgo = new Map([account('a', { arr: usd(1) }), account('b', { arr: usd(2) })]);
    const atEnd = new Map([account('a', { arr: eur(1) }), account('b', { arr: usd(1) })]);
    expect(measure('nrr', { yearAgo, atEnd })).toMatchObject({
      hundredths: 5_000,
      parts: 'USD 1 of USD 2; 1 customer changed currency without a rate, and is left out',
    });
    const only = { yearAgo: new Map([...yearAgo].slice(0, 1)), atEnd };
    expect(measure('nrr', only).reason).toContain('1 customer changed currency without a rate');
    // One euro is two dollars: 1 euro for 1 dollar then, 1 dollar of 2.
    expect(measure('nrr', { yearAgo, atEnd, rates: eurIsTwo })).toMatchObject({
      hundredths: 10_000,
      numerator: 150,
      denominator: 150,
      currency: 'EUR',
    });
  });

  it('revenue in two currencies with rates is one figure, beside those of each', () => {
    const yearAgo = new Map([account('a', { arr: usd(100) }), account('b', { arr: eur(50) })]);
    const atEnd = new Map([account('a', { arr: usd(50) }), account('b', { arr: eur(50) })]);
    // 25 + 50 of 50 + 50 euro.
    expect(measure('grr', { yearAgo, atEnd, rates: eurIsTwo })).toMatchObject({
      hundredths: 7_500,
      reason: null,
      numerator: 7_500,
      denominator: 10_000,
      currency: 'EUR',
      breakdown: { parts: [{ hundredths: 10_000 }, { hundredths: 5_000 }] },
    });
    // 100 euro by two owners, the count not converted.
    const owned = new Map([
      account('a', { arr: usd(100), owner: 'csm1' }),
      account('b', { arr: eur(50), owner: 'csm2' }),
    ]);
    expect(measure('arr-coverage', { atEnd: owned, rates: eurIsTwo })).toMatchObject({
      hundredths: 5_000 * 100,
      numerator: 10_000,
      denominator: 2,
      currency: 'EUR',
    });
    const yen = new Map([...yearAgo, account('c', { arr: { amount: 7, currency: 'JPY' } })]);
    expect(measure('grr', { yearAgo: yen, atEnd, rates: eurIsTwo }).reason).toBe(
      'in EUR, JPY, USD, kept apart: no rate for JPY',
    );
  });

  it('whoever left before anybody watched was no surprise', () => {
    expect(
      measure('surprise-churn', { ended: [{ account: 'x', seq: 1, wasCalled: null }] }).hundredths,
    ).toBeNull();
  });
});

it('gross retention is at most net retention and at most everything, whatever the contracts', () => {
  const contract = fc.record({ earlier: fc.nat(1_000), now: fc.option(fc.nat(2_000)) });
  fc.assert(
    fc.property(fc.array(contract, { minLength: 1, maxLength: 30 }), (contracts) => {
      const yearAgo = new Map(
        contracts.map(({ earlier }, index) => account(`a${index}`, { arr: usd(earlier) })),
      );
      const atEnd = new Map(
        contracts.map(({ now }, index) =>
          account(`a${index}`, now === null ? { status: 'ended' } : { arr: usd(now) }),
        ),
      );
      const [gross, net] = [
        measure('grr', { yearAgo, atEnd }).hundredths,
        measure('nrr', { yearAgo, atEnd }).hundredths,
      ];
      if (gross === null || net === null) {
        expect(contracts.every(({ earlier }) => earlier === 0)).toBe(true);
        return;
      }
      expect(gross).toBeLessThanOrEqual(net);
      expect(gross).toBeLessThanOrEqual(10_000);
      expect(gross).toBeGreaterThanOrEqual(0);
    }),
  );
});

it('the middle of an even number is between two', () => {
  const of = (values: number[]) => middle(values, '', []).hundredths;
  expect([of([3]), of([1, 2]), of([5, 1, 3])]).toEqual([300, 150, 300]);
});

it('each metric has a name, a version and a formula of its own', () => {
  expect(new Set(metrics.map(({ id }) => id)).size).toBe(metrics.length);
  expect(new Set(metrics.map(({ formula }) => formula)).size).toBe(metrics.length);
  for (const { version, source, formula } of metrics) {
    expect(version).toBeGreaterThan(0);
    expect(source).not.toBe('');
    expect(formula.length).toBeGreaterThan(20);
  }
});

it('each part by topic or owner is the same figure of its records alone, and they sum up', () => {
  const { breakdown, denominator } = measure('automation', { questions: asked });
  expect(breakdown).toEqual({
    by: 'topic',
    parts: [
      // None of 3 was settled, 1 of 1 that ended came back.
      { label: 'exports', numerator: 0, denominator: 3, hundredths: 0 },
      { label: 'billing', numerator: 4, denominator: 4, hundredths: 10_000 },
    ],
  });
  expect(denominator).toBe(15);
});

describe('an alert was a warning', () => {
  const at = new Date('2026-11-30T12:00:00Z');
  const day = (text: string) => new Date(`2026-${text}T12:00:00Z`);
  it.each([
    ['raised within the thirty days', [{ since: day('11-01'), until: day('11-02') }], true],
    ['open since long before', [{ since: day('05-01'), until: null }], true],
    ['closed at the beginning of the thirty days', [{ since: day('05-01'), until: day('10-31') }], true],
    ['closed before the thirty days', [{ since: day('05-01'), until: day('10-30') }], false],
    ['raised at the end itself, or after it', [{ since: at, until: null }], false],
    ['never', [], false],
  ])('when it was %s', (_words, spans, expected) => {
    expect(
      wasWarned(
        spans.map((span) => ({ account: 'a', ...span })),
        at,
      ),
    ).toBe(expected);
  });
});
