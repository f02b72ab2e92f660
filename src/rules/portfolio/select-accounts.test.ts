import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../domain/account.ts';
import type { Band } from '../../domain/health.ts';
import type { PortfolioAccount } from './portfolio-account.ts';
import {
  type Condition,
  everyAccount,
  groupKeys,
  type PortfolioQuery,
  sortKeys,
  type Test,
} from './query.ts';
import { selectAccounts } from './select-accounts.ts';

const at = new Date('2026-11-28T12:00:00.000Z');
const all = { page: 1, pageSize: 1_000 };

function line(
  id: string,
  own: Partial<Account> = {},
  score: [number, Band] | null = [5000, 'amber'],
): PortfolioAccount {
  return {
    account: {
      id,
      name: id,
      status: 'active',
      churnReason: null,
      segment: 'smb',
      tier: null,
      icp: null,
      useCase: null,
      seats: null,
      arr: { amount: 100_000, currency: 'EUR' },
      startsOn: null,
      renewsOn: '2026-12-31',
      owner: 'dana',
      domains: [],
      aliases: [],
      externalIds: [],
      region: 'eu',
      firstSeenOn: '2026-01-01',
      ...own,
    },
    stage: 'adoption',
    scoreBefore: null,
    use: null,
    alerts: 0,
    score: score && { hundredths: score[0], band: score[1], asOf: at, knownAt: 1 },
  };
}
const asked = (test: Test, not = false): Condition => ({ not, typed: 'x', ...test });
const query = (own: Partial<PortfolioQuery>): PortfolioQuery => ({ ...everyAccount, ...own });
const ids = (lines: readonly PortfolioAccount[], own: Partial<PortfolioQuery>): string[] =>
  selectAccounts(lines, query(own), all).rows.map((row) => row.line.account.id);

describe('selectAccounts', () => {
  it('leaves out what it cannot judge, and says how many and why', () => {
    const lines = [
      line('a'),
      line('b', { renewsOn: null }),
      line('c', { renewsOn: null }),
      line('d', {}, null),
    ];
    const conditions = [
      asked({ field: 'renewsOn', from: null, to: '2027-01-01' }),
      asked({ field: 'band', anyOf: ['amber'] }),
    ];
    const { rows, leftOut } = selectAccounts(lines, query({ conditions }), all);
    expect(rows.map((row) => row.line.account.id)).toEqual(['a']);
    expect(leftOut).toEqual([
      {
        unknown: 'renewal date',
        count: 2,
        first: [
          { id: 'b', name: 'b' },
          { id: 'c', name: 'c' },
        ],
      },
      { unknown: 'score', count: 1, first: [{ id: 'd', name: 'd' }] },
    ]);
  });

  it('does not take the unknown for its opposite', () => {
    const lines = [line('a'), line('b', { segment: null }), line('c', { segment: 'enterprise' })];
    const { rows, leftOut } = selectAccounts(
      lines,
      query({ conditions: [asked({ field: 'segment', anyOf: ['enterprise'] }, true)] }),
      all,
    );
    expect(rows.map((row) => row.line.account.id)).toEqual(['a']);
    expect(leftOut).toMatchObject([{ unknown: 'segment', count: 1 }]);
  });

  it('keeps currencies apart, and does not compare them', () => {
    const eur = (amount: number) => ({ arr: { amount, currency: 'EUR' } });
    const jpy = (amount: number) => ({ arr: { amount, currency: 'JPY' } });
    const lines = [
      line('a', eur(5_000_000)),
      line('b', jpy(9_000_000)),
      line('c', eur(7_000_000)),
      line('d', { arr: null }),
    ];
    const found = selectAccounts(lines, query({ sort: { by: 'arr', descending: true }, limit: 1 }), all);
    expect(found.rows.map((row) => row.line.account.id)).toEqual(['c', 'b', 'd']);
    expect(found).toMatchObject({ currenciesApart: true, withoutArr: 1 });
    expect(found.arr).toEqual([
      { amount: 7_000_000, currency: 'EUR' },
      { amount: 9_000_000, currency: 'JPY' },
    ]);
    const over = asked({
      field: 'arr',
      min: { hundredths: 6_000_000, open: true },
      max: null,
      currency: 'EUR',
    });
    const inEur = selectAccounts(lines, query({ conditions: [over] }), all);
    expect(inEur.rows.map((row) => row.line.account.id)).toEqual(['c']);
    expect(inEur.leftOut).toMatchObject([
      { unknown: 'ARR in EUR', count: 1 },
      { unknown: 'ARR', count: 1 },
    ]);
  });

  it('compares what a rate converts', () => {
    const rates = { into: 'EUR', of: new Map([['USD', { rate: 0.5, on: '2026-01-01', source: 'x' }]]) };
    const lines = [
      line('a', { arr: { amount: 100, currency: 'EUR' } }),
      line('b', { arr: { amount: 300, currency: 'USD' } }),
    ];
    const found = selectAccounts(lines, query({ sort: { by: 'arr', descending: true } }), all, rates);
    expect(found.rows.map((row) => row.line.account.id)).toEqual(['b', 'a']);
    expect(found.currenciesApart).toBe(false);
  });

  it('groups with sums, what nobody said last, and takes the first of each group', () => {
    const lines = [
      line('a', { segment: null }),
      line('b'),
      line('c'),
      line('d', { segment: 'enterprise', arr: null }),
    ];
    const found = selectAccounts(lines, query({ group: 'segment', limit: 1 }), all);
    expect(found.groups).toEqual([
      { value: 'enterprise', count: 1, arr: [], withoutArr: 1 },
      { value: 'smb', count: 1, arr: [{ amount: 100_000, currency: 'EUR' }], withoutArr: 0 },
      { value: null, count: 1, arr: [{ amount: 100_000, currency: 'EUR' }], withoutArr: 0 },
    ]);
    expect(found.fitting).toBe(4);
  });

  it.each([
    [asked({ field: 'band', anyOf: ['red'] }), asked({ field: 'band', anyOf: ['green'] })],
    [asked({ field: 'segment', anyOf: ['smb'] }), asked({ field: 'segment', anyOf: ['smb'] }, true)],
    [
      asked({ field: 'score', min: { hundredths: 8000, open: true }, max: null }),
      asked({ field: 'score', min: null, max: { hundredths: 8000, open: false } }),
    ],
    [asked({ field: 'missing', of: 'renewsOn' }), asked({ field: 'renewsOn', from: '2026-11-28', to: null })],
    [asked({ field: 'atRisk' }), asked({ field: 'atRisk' }, true)],
    [
      asked({ field: 'renewsOn', from: '2026-12-01', to: null }),
      asked({ field: 'renewsOn', from: null, to: '2026-11-30' }),
    ],
  ])('sees that no account can be %j and %j', (one, other) => {
    const found = selectAccounts([line('a')], query({ conditions: [one, other] }), all);
    expect(found.contradiction).toEqual([one, other]);
    expect(found.rows).toEqual([]);
  });
});

const arbitraryLine = fc
  .record({
    segment: fc.constantFrom('smb', 'enterprise', null),
    renewsOn: fc.constantFrom('2026-12-01', '2027-03-01', null),
    arr: fc.option(
      fc.record({ amount: fc.integer({ min: 0, max: 10_000_000 }), currency: fc.constantFrom('EUR', 'USD') }),
    ),
    score: fc.option(fc.integer({ min: 0, max: 10_000 })),
    alerts: fc.nat(2),
  })
  .map(({ score, alerts, ...own }) => ({
    ...line('', own, score === null ? null : [score, score < 4000 ? 'red' : 'green']),
    alerts,
  }));
const arbitraryLines = fc
  .array(arbitraryLine, { maxLength: 40 })
  .map((lines) =>
    lines.map((one, index) => ({ ...one, account: { ...one.account, id: `a${index}`, name: `a${index}` } })),
  );
const arbitraryTest: fc.Arbitrary<Test> = fc.oneof(
  fc.constant<Test>({ field: 'atRisk' }),
  fc.constantFrom<Test>({ field: 'band', anyOf: ['red'] }, { field: 'band', anyOf: ['red', 'green'] }),
  fc.constantFrom<Test>({ field: 'segment', anyOf: ['smb'] }, { field: 'missing', of: 'renewsOn' }),
  fc.constant<Test>({ field: 'renewsOn', from: '2026-12-15', to: null }),
  fc
    .integer({ min: 0, max: 10_000_000 })
    .map(
      (hundredths): Test => ({ field: 'arr', min: { hundredths, open: true }, max: null, currency: null }),
    ),
);
const arbitraryQuery: fc.Arbitrary<PortfolioQuery> = fc.record({
  conditions: fc.array(
    fc.record({ test: arbitraryTest, not: fc.boolean() }).map(({ test, not }) => asked(test, not)),
    { maxLength: 3 },
  ),
  group: fc.option(fc.constantFrom(...groupKeys)),
  sort: fc.record({ by: fc.constantFrom(...sortKeys), descending: fc.boolean() }),
  limit: fc.option(fc.integer({ min: 1, max: 5 })),
  ask: fc.constant('list' as const),
});

describe('selectAccounts, whatever is asked,', () => {
  it('puts each account into exactly one of: fits, does not fit, unknown', () => {
    fc.assert(
      fc.property(arbitraryLines, arbitraryTest, (lines, test) => {
        const [yes, no] = [false, true].map((not) =>
          selectAccounts(lines, query({ conditions: [asked(test, not)] }), all),
        );
        const unknown = (yes?.leftOut ?? []).reduce((sum, { count }) => sum + count, 0);
        expect((yes?.fitting ?? 0) + (no?.fitting ?? 0) + unknown).toBe(lines.length);
        expect(no?.leftOut).toEqual(yes?.leftOut);
      }),
    );
  });

  it('has pages that together are the whole, in the same order, whatever order the accounts came in', () => {
    fc.assert(
      fc.property(arbitraryLines, arbitraryQuery, fc.integer({ min: 1, max: 7 }), (lines, own, pageSize) => {
        const whole = selectAccounts(lines, own, all).rows;
        const pages = selectAccounts([...lines].reverse(), own, { page: 1, pageSize }).pages;
        const joined = Array.from(
          { length: pages },
          (_, at) => selectAccounts([...lines].reverse(), own, { page: at + 1, pageSize }).rows,
        ).flat();
        expect(joined).toEqual(whole);
        expect(ids(lines, own)).toEqual(whole.map((row) => row.line.account.id));
      }),
    );
  });

  it('has groups and sums that add up to the whole', () => {
    fc.assert(
      fc.property(arbitraryLines, arbitraryQuery, (lines, own) => {
        const { groups, count, withoutArr, arr, contradiction, rows } = selectAccounts(lines, own, all);
        expect(rows).toHaveLength(count);
        if (contradiction) expect(count).toBe(0);
        if (groups === null) return;
        expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(count);
        expect(groups.reduce((sum, group) => sum + group.withoutArr, 0)).toBe(withoutArr);
        for (const { currency, amount } of arr)
          expect(
            groups
              .flatMap((group) => group.arr)
              .reduce((sum, one) => sum + (one.currency === currency ? one.amount : 0), 0),
          ).toBe(amount);
      }),
    );
  });
});
