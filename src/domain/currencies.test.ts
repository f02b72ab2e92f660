import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert, divideHalfUp, findCurrencyProblem, ratesOn } from './currencies.ts';

const table = {
  id: 'currencies' as const,
  version: 1,
  into: 'EUR',
  rates: [
    { currency: 'USD', on: '2026-10-01', rate: 0.9, source: 'ours' },
    { currency: 'USD', on: '2026-07-01', rate: 0.8, source: 'ours' },
    { currency: 'JPY', on: '2026-07-01', rate: 0.00625, source: 'ours' },
    { currency: 'KWD', on: '2026-07-01', rate: 3, source: 'ours' },
  ],
};

describe('what a currency is worth', () => {
  const on = (day: string) => ratesOn(table, day) ?? expect.fail('no rates');

  it('is what the latest line up to the day says', () => {
    expect(on('2026-09-30').of.get('USD')).toMatchObject({ rate: 0.8, on: '2026-07-01' });
    expect(on('2026-10-01').of.get('USD')?.rate).toBe(0.9);
    expect(on('2026-06-30').of.size).toBe(0);
    expect(ratesOn({ ...table, into: undefined, rates: [] }, '2026-10-01')).toBeNull();
  });

  it.each([
    ['USD', 1_000, 900],
    // 0.05 cents and more are rounded up, halves too.
    ['USD', 5, 5],
    ['USD', 1, 1],
    ['EUR', 7, 7],
    // A yen has no minor unit, a dinar's is a thousandth.
    ['JPY', 1_000, 625],
    ['JPY', 1, 1],
    ['KWD', 1_000, 300],
    ['KWD', 1, 0],
  ])('%s %i in minor units is %i euro cents', (currency, amount, cents) => {
    expect(convert({ currency, amount }, on('2026-11-01'))).toEqual({ currency: 'EUR', amount: cents });
  });

  it('is not guessed where there is none', () => {
    expect(convert({ currency: 'IDR', amount: 5 }, on('2026-11-01'))).toBeNull();
  });

  it('is exact for a very small rate', () => {
    const rates = { into: 'EUR', of: new Map([['IDR', { rate: 1e-7, on: '2026-01-01', source: 'ours' }]]) };
    expect(convert({ currency: 'IDR', amount: 20_000_000_000 }, rates)?.amount).toBe(200_000);
  });
});

it('a quotient is the nearest whole number, halves up', () => {
  expect([divideHalfUp(5n, 2n), divideHalfUp(-5n, 2n), divideHalfUp(4n, 3n)]).toEqual([3n, -2n, 1n]);
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1 }), (part, whole) => {
      const left = 2n * BigInt(part) - 2n * divideHalfUp(BigInt(part), BigInt(whole)) * BigInt(whole);
      expect(left >= -BigInt(whole) && left < BigInt(whole)).toBe(true);
    }),
  );
});

it.each([
  [{ ...table, into: undefined }, 'missing'],
  [{ ...table, into: 'USD' }, 'needs no rate'],
  [{ ...table, rates: [...table.rates, ...table.rates.slice(0, 1)] }, 'two rates from 2026-10-01'],
])('a table that contradicts itself is refused', (broken, reason) => {
  expect(findCurrencyProblem(broken)?.reason).toContain(reason);
});
