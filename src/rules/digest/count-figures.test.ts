import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DigestAccount, DigestAccountState, DigestSnapshot } from '../../domain/digest.ts';
import { countFigures, percentOf } from './count-figures.ts';
import { writeLead } from './write-lead.ts';

const risk = { rule: 'no-login', title: 'Gone quiet', severity: 'high' as const };

function state(given: Partial<DigestAccountState> = {}): DigestAccountState {
  return {
    hundredths: 9_000,
    band: 'green',
    arr: { amount: 100_00, currency: 'USD' },
    renewsOn: null,
    risks: [],
    ...given,
  };
}

function account(id: string, now: DigestAccount['now'], before: DigestAccount['before']): DigestAccount {
  return { id, name: id, owner: null, now, before };
}

function snapshotOf(accounts: DigestAccount[], given: Partial<DigestSnapshot> = {}): DigestSnapshot {
  return {
    version: 1,
    asOf: '2026-11-30T07:00:00.000Z',
    before: '2026-11-23T07:00:00.000Z',
    knownAt: 9,
    zone: 'UTC',
    day: '2026-11-30',
    dayBefore: '2026-11-23',
    segment: null,
    configuration: 'c',
    renewalDays: 120,
    targets: {},
    risksNow: 'alerts',
    risksBefore: 'alerts',
    accounts,
    tickets: { now: [], before: [] },
    issues: [],
    expansions: [],
    yearAgo: { now: [], before: [] },
    wins: [],
    winsBefore: null,
    rates: null,
    weeks: [],
    stale: [],
    down: [],
    lead: { text: '', by: null },
    ...given,
  };
}

describe('the figures of a digest', () => {
  const amber = state({ hundredths: 6_000, band: 'amber' });
  const week = snapshotOf([
    account('calm', state({ renewsOn: '2026-12-01' }), state()),
    account('entered', state({ risks: [risk], renewsOn: '2027-03-30' }), state()),
    account('went-out', amber, state({ risks: [risk] })),
    account('gone', null, state({ risks: [risk] })),
    account('new', state({ hundredths: null, band: null, renewsOn: '2027-03-31' }), null),
  ]);

  it('are worked out by hand for five customers', () => {
    const figures = countFigures(week);
    expect(figures.customers).toEqual({ now: 4, before: 4 });
    expect(figures.health.now).toEqual({ red: 0, amber: 1, green: 2, unscored: 1 });
    expect(figures.green).toEqual({ now: 67, before: 100 });
    expect(figures.risks.entered.map((mover) => mover.account.id)).toEqual(['entered']);
    expect(figures.risks.left.map((mover) => [mover.account.id, mover.risk])).toEqual([
      ['gone', null],
      ['went-out', risk],
    ]);
    expect(figures.riskPercent).toEqual({ now: 25, before: 50 });
    // 120 days from 30 November end on 30 March.
    expect(figures.renewals.now.accounts.map(({ id }) => id)).toEqual(['calm', 'entered']);
    expect(figures.renewals.atRisk.arr).toEqual([{ amount: 100_00, currency: 'USD' }]);
    expect(figures.recovered.map(({ id }) => id)).toEqual(['went-out']);
  });

  it('say the week in two sentences', () => {
    expect(writeLead(countFigures(week))).toBe(
      '2 of 3 scored customers are green (67 %), 33 points less than a week ago. 1 customer is newly at risk, 2 customers are no longer at risk.',
    );
  });

  it('of expansion are what was won in a year of the ARR at its beginning, and in the week', () => {
    const of = (opportunityId: string, at: string, amount: number) => ({
      account: 'a',
      opportunityId,
      state: 'won' as const,
      at,
      seq: 1,
      arr: { amount, currency: 'USD' },
    });
    const { expansion } = countFigures(
      snapshotOf([], {
        expansions: [
          of('this week', '2026-11-23T07:00:00.001Z', 30),
          of('before', '2026-11-23T07:00:00.000Z', 10),
          of('a year and a day ago', '2025-11-29T07:00:00.000Z', 500),
          { ...of('open', '2026-01-01T00:00:00.000Z', 7), state: 'opened' },
        ],
        yearAgo: { now: [{ amount: 200, currency: 'USD' }], before: [{ amount: 100, currency: 'USD' }] },
      }),
    );
    expect(expansion.wonArr).toEqual([{ amount: 30, currency: 'USD' }]);
    expect(expansion.openArr).toEqual([{ amount: 7, currency: 'USD' }]);
    expect(expansion.percent).toEqual({ now: 20, before: 510 });
  });

  it.each([
    ['nobody', []],
    [
      'somebody without a score or ARR',
      [account('a', state({ hundredths: null, band: null, arr: null }), null)],
    ],
    [
      'two currencies',
      [account('a', state(), null), account('b', state({ arr: { amount: 1, currency: 'EUR' } }), null)],
    ],
    ['no money at all', [account('a', state({ arr: { amount: 0, currency: 'USD' } }), null)]],
  ])('of %s have no share where there is nothing to divide by', (_who, accounts) => {
    expect(countFigures(snapshotOf(accounts)).riskPercent).toEqual({ now: null, before: null });
  });

  it('add up, whatever the base looks like', () => {
    const anyState = fc.option(
      fc.record({
        band: fc.constantFrom('red', 'amber', 'green', null),
        amount: fc.nat(1_000_000),
        isAtRisk: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(anyState, anyState), { maxLength: 30 }), (pairs) => {
        const toState = (
          one: { band: 'red' | 'amber' | 'green' | null; amount: number; isAtRisk: boolean } | null,
        ) =>
          one &&
          state({
            band: one.band,
            arr: { amount: one.amount, currency: 'USD' },
            risks: one.isAtRisk ? [risk] : [],
          });
        const figures = countFigures(
          snapshotOf(
            pairs.map(([now, before], index) => account(`a${index}`, toState(now), toState(before))),
          ),
        );
        const { now, before, entered, left } = figures.risks;
        expect(before.accounts.length + entered.length - left.length).toBe(now.accounts.length);
        const { red, amber, green, unscored } = figures.health.now;
        expect(red + amber + green + unscored).toBe(figures.customers.now);
        expect(figures.riskPercent.now ?? 0).toBeLessThanOrEqual(100);
        expect(figures.green.now ?? 0).toBeLessThanOrEqual(100);
      }),
    );
  });
});

it('a percentage is a whole one of the one currency', () => {
  const usd = (amount: number) => [{ amount, currency: 'USD' }];
  expect(percentOf(usd(1), usd(3))).toBe(33);
  expect(percentOf([], usd(3))).toBe(0);
  expect(percentOf(usd(1), [...usd(3), { amount: 1, currency: 'EUR' }])).toBeNull();
  expect(percentOf([], usd(0))).toBeNull();
  expect(percentOf([{ amount: 1, currency: 'EUR' }], usd(3))).toBeNull();
  const half = { into: 'EUR', of: new Map([['USD', { rate: 0.5, on: '2026-01-01', source: 'ours' }]]) };
  expect(percentOf(usd(100), [...usd(200), { amount: 100, currency: 'EUR' }], half)).toBe(25);
  expect(percentOf([{ amount: 1, currency: 'JPY' }], usd(3), half)).toBeNull();
});
