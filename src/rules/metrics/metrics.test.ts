import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../domain/account.ts';
import { emptyContract } from '../contract.ts';
import { metrics } from './index.ts';
import { type MetricFacts, medianOf } from './metric-facts.ts';

const usd = (amount: number) => ({ amount: amount * 100, currency: 'USD' });

function account(id: string, given: Partial<Account> = {}): [string, Account] {
  return [id, { ...emptyContract(id), id, firstSeenOn: '2025-01-01', ...given }];
}

function factsOf(given: Partial<MetricFacts> = {}): MetricFacts {
  return {
    ...{ from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') },
    ...{
      yearAgo: new Map(),
      atEnd: new Map(),
      opening: new Map(),
      ended: [],
      scores: [],
      surveys: [],
      ratings: [],
    },
    ...{
      firstValues: [],
      incidents: [],
      promises: [],
      questions: { deflected: 0, asked: 0 },
      won: [],
      decided: [],
    },
    ...given,
  };
}

function measure(id: string, given: Partial<MetricFacts>) {
  const metric = metrics.find((one) => one.id === id) ?? expect.fail(`no metric ${id}`);
  return metric.measure(factsOf(given));
}

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
      { incidents: [1, 4].map((hours, seq) => ({ account: 'x', incidentId: `i${seq}`, hours, seq })) },
    ],
    [
      'sla',
      6_667,
      { promises: [true, true, false].map((isKept, seq) => ({ account: 'x', ticketId: 't', isKept, seq })) },
    ],
    ['deflection', 4_000, { questions: { deflected: 2, asked: 5 } }],
    ['expansion', 2_500, { yearAgo, won: [{ account: 'grew', arr: usd(250), seq: 1, opportunityId: 'o' }] }],
    ['expansion', 0, { yearAgo }],
    [
      'conversion',
      5_000,
      {
        decided: [
          { account: 'x', opportunityId: 'a', isWon: true, days: 10, seq: 1 },
          { account: 'x', opportunityId: 'b', isWon: false, days: 3, seq: 2 },
        ],
      },
    ],
    [
      'time-to-expand',
      1_000,
      {
        decided: [
          { account: 'x', opportunityId: 'a', isWon: true, days: 10, seq: 1 },
          { account: 'x', opportunityId: 'b', isWon: true, days: null, seq: 2 },
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
          adoption: null,
        })),
      },
    ],
    [
      'adoption',
      7_500,
      { scores: [9_000, 6_000, null].map((points) => ({ account: 'x', band: null, adoption: points })) },
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

  it('revenue in two currencies is not added up, nor is what was won in another', () => {
    const mixed = new Map([
      account('a', { arr: usd(1) }),
      account('b', { arr: { amount: 5, currency: 'EUR' } }),
    ]);
    expect(measure('grr', { yearAgo: mixed, atEnd: mixed }).reason).toContain('EUR, USD');
    const one = new Map([account('a', { arr: usd(1) })]);
    const moved = new Map([account('a', { arr: { amount: 1, currency: 'EUR' } })]);
    expect(measure('nrr', { yearAgo: one, atEnd: moved }).reason).toContain('EUR, USD');
    expect(
      measure('expansion', {
        yearAgo: one,
        won: [{ account: 'a', arr: { amount: 1, currency: 'EUR' }, seq: 1, opportunityId: 'o' }],
      }).hundredths,
    ).toBeNull();
    expect(measure('expansion', { yearAgo: new Map([account('a', { arr: usd(0) })]) }).hundredths).toBeNull();
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
      if (gross === null || net === null)
        return expect(contracts.every(({ earlier }) => earlier === 0)).toBe(true);
      expect(gross).toBeLessThanOrEqual(net);
      expect(gross).toBeLessThanOrEqual(10_000);
      expect(gross).toBeGreaterThanOrEqual(0);
    }),
  );
});

it('the middle of an even number is between two', () => {
  expect([medianOf([3]), medianOf([1, 2]), medianOf([5, 1, 3])]).toEqual([300, 150, 300]);
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
