import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cohortKeys } from '../../domain/cohort.ts';
import type { CustomerEvent, StoredEvent } from '../../domain/event.ts';
import { contractHistory } from './contract-history.ts';
import { cohortMetrics, formCohorts } from './form-cohorts.ts';
import { gatherFacts } from './gather-facts.ts';

const to = new Date('2026-12-01T00:00:00Z');
const span = { from: new Date('2026-11-01T00:00:00Z'), to, zone: 'UTC' };
const checklists = ['any', 'smb'].map((segment) => ({ segment, items: [] }));

let seq = 0;
function contractOf(account: string, told: readonly (readonly [string, object])[]) {
  const events = told.map(([at, payload]): StoredEvent => {
    seq++;
    const event = {
      id: `e${seq}`,
      type: 'contract.updated',
      account,
      at: new Date(at),
      source: 's',
      user: null,
      payload,
    };
    return { seq, receivedAt: new Date(at), event: event as unknown as CustomerEvent };
  });
  return contractHistory(account, events, String(told[0]?.[0]).slice(0, 10));
}

function cohortsOf(contracts: readonly ReturnType<typeof contractOf>[], by: (typeof cohortKeys)[number]) {
  const facts = gatherFacts(
    { contracts, lasting: [], passing: [], tickets: [], alerts: [], firstAlertAt: null },
    span,
    { sla: { workingHours: {} } as never, rates: null },
  );
  return formCohorts({ by, contracts, facts, zone: 'UTC', checklists, names: new Map([['csm1', 'Maren']]) });
}

const usd = (amount: number) => ({ amount: amount * 100, currency: 'USD' });

describe('cohorts worked by hand', () => {
  const contracts = [
    contractOf('stays', [
      ['2025-08-10T09:00:00Z', { startsOn: '2025-08-10', segment: 'smb', arr: usd(100), owner: 'csm1' }],
      ['2025-12-01T09:00:00Z', { segment: 'Enterprise', arr: usd(150) }],
    ]),
    contractOf('leaves', [
      ['2025-09-01T09:00:00Z', { startsOn: '2025-09-01', segment: 'enterprise', arr: usd(100) }],
      ['2026-03-15T09:00:00Z', { status: 'ended' }],
    ]),
    contractOf('young', [['2026-11-20T09:00:00Z', { startsOn: '2026-11-20', segment: 'smb' }]]),
    // A customer of long ago, of whom the records tell since October.
    contractOf('older', [['2026-10-01T09:00:00Z', { startsOn: '2025-01-01', arr: usd(50) }]]),
  ];

  it('by quarter of the start say how many stayed, month by month, of those of whom it is known', () => {
    const { cohorts } = cohortsOf(contracts, 'start');
    expect(cohorts.map(({ label, accounts, customers }) => [label, accounts, customers])).toEqual([
      ['2025 Q1', 1, 1],
      ['2025 Q3', 2, 1],
      ['2026 Q4', 1, 1],
    ]);
    const cells = new Map(cohorts[1]?.retention.map((cell) => [cell.month, cell]));
    expect(cells.get(0)).toEqual({ month: 0, of: 2, kept: 2, revenueHundredths: 10_000 });
    // 250 of 200 after six months: one had grown, the other left two weeks later.
    expect(cells.get(6)).toEqual({ month: 6, of: 2, kept: 2, revenueHundredths: 12_500 });
    expect(cells.get(7)).toEqual({ month: 7, of: 2, kept: 1, revenueHundredths: 7_500 });
    // The 15th month of neither has come.
    expect([...cells.keys()].at(-1)).toBe(15);
    expect(cells.get(15)?.of).toBe(1);
    expect(cohorts[2]?.retention).toEqual([{ month: 0, of: 1, kept: 1, revenueHundredths: null }]);
    // Of 2025 nobody knows who else had been there: the first month on record is the 21st.
    expect(cohorts[0]?.retention.map(({ month }) => month)).toEqual([21, 22]);
  });

  it('by segment take it as told last, by path as told first', () => {
    expect(cohortsOf(contracts, 'segment').cohorts.map(({ key, accounts }) => [key, accounts])).toEqual([
      ['enterprise', 2],
      ['smb', 1],
      [null, 1],
    ]);
    expect(cohortsOf(contracts, 'path').cohorts.map(({ key, accounts }) => [key, accounts])).toEqual([
      ['smb', 2],
      ['any', 2],
    ]);
  });

  it('by owner have their names, and nobody where there is none', () => {
    expect(cohortsOf(contracts, 'owner').cohorts.map(({ label, accounts }) => [label, accounts])).toEqual([
      ['nobody', 3],
      ['Maren', 1],
    ]);
  });

  it('of nobody are none', () => {
    const { cohorts, whole } = cohortsOf([], 'segment');
    expect(cohorts).toEqual([]);
    expect(whole).toMatchObject({ accounts: 0, customers: 0, retention: [] });
    expect(whole.figures.every(({ hundredths, reason }) => hundredths === null && reason)).toBe(true);
  });
});

describe('whatever the contracts', () => {
  const day = fc
    .integer({ min: 0, max: 700 })
    .map((back) => new Date(to.getTime() - (back + 1) * 86_400_000));
  const one = fc.record({
    began: day,
    heard: day,
    ended: fc.option(day),
    segment: fc.option(fc.constantFrom('smb', 'SMB', 'enterprise')),
    arr: fc.option(fc.record({ amount: fc.nat(1_000), currency: fc.constantFrom('USD', 'EUR') })),
    later: fc.record({ at: day, amount: fc.nat(1_000) }),
  });
  const given = fc.array(one, { maxLength: 25 }).map((all) =>
    all.map(({ began, heard, ended, segment, arr, later }, index) =>
      contractOf(`a${index}`, [
        [
          heard.toISOString(),
          {
            startsOn: began.toISOString().slice(0, 10),
            ...(segment === null ? {} : { segment }),
            ...(arr === null ? {} : { arr }),
          },
        ],
        ...(arr === null
          ? []
          : [[later.at.toISOString(), { arr: { ...arr, amount: later.amount } }] as const]),
        ...(ended === null ? [] : [[ended.toISOString(), { status: 'ended' }] as const]),
      ]),
    ),
  );

  it('everybody is in one cohort: sums over cohorts are the whole', () => {
    fc.assert(
      fc.property(given, fc.constantFrom(...cohortKeys), (contracts, by) => {
        const { cohorts, whole } = cohortsOf(contracts, by);
        const sum = (of: (cohort: (typeof cohorts)[number]) => number) =>
          cohorts.reduce((total, cohort) => total + of(cohort), 0);
        expect(sum(({ accounts }) => accounts)).toBe(whole.accounts);
        expect(sum(({ customers }) => customers)).toBe(whole.customers);
        for (const cell of whole.retention) {
          const at = (cohort: (typeof cohorts)[number]) =>
            cohort.retention.find(({ month }) => month === cell.month);
          expect(sum((cohort) => at(cohort)?.of ?? 0)).toBe(cell.of);
          expect(sum((cohort) => at(cohort)?.kept ?? 0)).toBe(cell.kept);
          expect(cell.kept).toBeLessThanOrEqual(cell.of);
        }
        for (const [index, { id }] of cohortMetrics.entries()) {
          if (id !== 'logo-retention') continue;
          expect(sum(({ figures }) => figures[index]?.numerator ?? 0)).toBe(
            whole.figures[index]?.numerator ?? 0,
          );
          expect(sum(({ figures }) => figures[index]?.denominator ?? 0)).toBe(
            whole.figures[index]?.denominator ?? 0,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gross retention is at most net retention and at most everything, in each currency', () => {
    fc.assert(
      fc.property(given, (contracts) => {
        const { whole } = cohortsOf(contracts, 'segment');
        const partsOf = (id: string) =>
          whole.figures[cohortMetrics.findIndex((metric) => metric.id === id)]?.breakdown?.parts ?? [];
        for (const [index, gross] of partsOf('grr').entries()) {
          const net = partsOf('nrr')[index];
          expect(net?.label).toBe(gross.label);
          expect(gross.hundredths).toBeLessThanOrEqual(10_000);
          expect(gross.hundredths).toBeLessThanOrEqual(net?.hundredths ?? -1);
        }
      }),
      { numRuns: 60 },
    );
  });
});
