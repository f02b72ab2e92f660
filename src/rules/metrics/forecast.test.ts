import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Account } from '../../domain/account.ts';
import { emptyContract } from '../contract.ts';
import { forecastAtRisk, forecastLeast, type PastRisk, pastRisk } from './forecast.ts';

const usd = (amount: number) => ({ amount: amount * 100, currency: 'USD' });
const eur = (amount: number) => ({ amount: amount * 100, currency: 'EUR' });
const account = (given: Partial<Account>): Account => ({
  ...emptyContract('x'),
  id: 'x',
  firstSeenOn: '2025-01-01',
  ...given,
});
const ofTen = (arr: { amount: number; currency: string }, lost: number): PastRisk[] =>
  Array.from({ length: forecastLeast }, (_, at) => ({ account: `a${at}`, arr, lost: at === 0 ? lost : 0 }));
const now = [
  { account: 'n1', arr: usd(600) },
  { account: 'n2', arr: usd(400) },
  { account: 'n3', arr: null },
];

it('takes of what is at risk the share that was lost of what was', () => {
  // 250 of 10 × 100 were lost: a quarter of 1,000.
  const value = forecastAtRisk({ atRisk: now, wereAtRisk: ofTen(usd(100), 250_00), rates: null });
  expect(value).toMatchObject({ hundredths: 250_00 * 100, numerator: 250_00, currency: 'USD', reason: null });
  expect(value.parts).toBe('USD 250 of USD 1,000 at risk before, of USD 1,000 now');
  expect(value.records).toHaveLength(12);
});

it.each([
  ['nobody watched', { atRisk: now, wereAtRisk: null }, 'nobody watched for risks 90 days before'],
  ['nobody was at risk', { atRisk: now, wereAtRisk: [] }, 'only 0 customers with an ARR were at risk'],
  [
    'too few were',
    { atRisk: now, wereAtRisk: ofTen(usd(1), 0).slice(1) },
    'only 9 customers with an ARR were',
  ],
  ['nothing is at risk', { atRisk: [], wereAtRisk: ofTen(usd(1), 0) }, 'no ARR is at risk'],
  ['nobody of the currency was', { atRisk: now, wereAtRisk: ofTen(eur(1), 0) }, 'only 0 customers'],
  ['they paid nothing', { atRisk: now, wereAtRisk: ofTen(usd(0), 0) }, 'who was at risk before paid nothing'],
])('is not known where %s, and is never a made-up number', (_, facts, reason) => {
  const value = forecastAtRisk({ ...facts, rates: null });
  expect(value).toMatchObject({ hundredths: null, numerator: null });
  expect(value.reason?.slice(0, reason.length)).toBe(reason);
});

it('keeps currencies apart, and converts them where there are rates', () => {
  const facts = {
    atRisk: [...now, { account: 'e', arr: eur(100) }],
    wereAtRisk: [...ofTen(usd(100), 100_00), ...ofTen(eur(100), 500_00)],
  };
  const apart = forecastAtRisk({ ...facts, rates: null });
  expect(apart).toMatchObject({ hundredths: null, reason: 'in EUR, USD, kept apart' });
  expect(apart.breakdown?.parts.map(({ label, numerator }) => [label, numerator])).toEqual([
    ['EUR', 50_00],
    ['USD', 100_00],
  ]);
  const rates = { into: 'EUR', of: new Map([['USD', { rate: 0.5, on: '2026-01-01', source: 'ours' }]]) };
  // 50 + 500 of 500 + 1,000, of 500 + 100.
  expect(forecastAtRisk({ ...facts, rates })).toMatchObject({ numerator: 220_00, currency: 'EUR' });
});

it('counts as lost what ended or shrank, and leaves out what cannot be compared', () => {
  const then = account({ arr: usd(100) });
  expect(pastRisk(then, undefined)?.lost).toBe(100_00);
  expect(pastRisk(then, account({ arr: usd(100), status: 'ended' }))?.lost).toBe(100_00);
  expect(pastRisk(then, account({ arr: usd(70) }))?.lost).toBe(30_00);
  expect(pastRisk(then, account({ arr: usd(700) }))?.lost).toBe(0);
  expect(pastRisk(then, account({ arr: eur(70) }))).toBeNull();
  expect(pastRisk(then, account({ arr: null }))).toBeNull();
  expect(pastRisk(account({ arr: null }), undefined)).toBeNull();
});

it('is never more than what is at risk, and never less than nothing', () => {
  const amount = fc.integer({ min: 1, max: 10 ** 12 });
  const past = fc.array(fc.record({ arr: amount, share: fc.double({ min: 0, max: 1, noNaN: true }) }), {
    minLength: 10,
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1, maxLength: 20 }), past, (at, then) => {
      const { numerator } = forecastAtRisk({
        atRisk: at.map((one, index) => ({ account: `n${index}`, arr: { amount: one, currency: 'USD' } })),
        wereAtRisk: then.map(({ arr, share }, index) => ({
          account: `a${index}`,
          arr: { amount: arr, currency: 'USD' },
          lost: Math.round(arr * share),
        })),
        rates: null,
      });
      expect(numerator).toBeGreaterThanOrEqual(0);
      expect(numerator).toBeLessThanOrEqual(at.reduce((sum, one) => sum + one, 0));
    }),
  );
});
