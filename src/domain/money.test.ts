import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyExponent, formatMoney, moneySchema, mostMinorUnits, sumExactly } from './money.ts';

describe('money', () => {
  it.each([
    [1_240_050, 'USD', 'USD 12,400.50'],
    [0, 'USD', 'USD 0.00'],
    [5, 'EUR', 'EUR 0.05'],
    [-5, 'EUR', 'EUR -0.05'],
    [-123_456_789, 'EUR', 'EUR -1,234,567.89'],
    [2_000_000, 'IDR', 'IDR 2,000,000'],
    [-1, 'IDR', 'IDR -1'],
    [1_500, 'JPY', 'JPY 1,500'],
    [999, 'JPY', 'JPY 999'],
    [1_234_567, 'KWD', 'KWD 1,234.567'],
    [7, 'KWD', 'KWD 0.007'],
    [100_000, 'GBP', 'GBP 1,000.00'],
    [Number.MAX_SAFE_INTEGER, 'USD', 'USD 90,071,992,547,409.91'],
  ])('%d minor units of %s are %s', (amount, currency, text) => {
    expect(formatMoney({ amount, currency })).toBe(text);
  });

  // The runtime's Intl says 0 for these; a fillér, para or fils that a source counts would show a hundredfold.
  it.each([
    ['HUF', 2],
    ['RSD', 2],
    ['COP', 2],
    ['PKR', 2],
    ['IQD', 3],
    ['IDR', 0],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['USD', 2],
  ])('%s has a minor unit of %d decimals', (currency, exponent) => {
    expect(currencyExponent(currency)).toBe(exponent);
  });

  it('never loses a digit', () => {
    const currencies = fc.constantFrom('USD', 'IDR', 'KWD', 'JPY', 'CLF');
    fc.assert(
      fc.property(fc.maxSafeInteger(), currencies, (amount, currency) => {
        const digits = formatMoney({ amount, currency }).replace(/[^\d-]/g, '');
        expect(Number(digits)).toBe(amount === 0 ? 0 : amount);
      }),
    );
  });

  it.each(['USD', 'EUR', 'IDR', 'CLF', 'UYW', 'CHE', 'VED', 'XAF', 'SLE'])('takes %s', (currency) => {
    expect(moneySchema.safeParse({ amount: 1, currency }).success).toBe(true);
  });

  it.each(['ZZZ', 'XXX', 'XTS', 'BTC'])('refuses %s, which no country pays with, and says so', (currency) => {
    const parsed = moneySchema.safeParse({ amount: 1, currency });
    expect(parsed.error?.issues.map(({ message }) => message)).toEqual([
      `${currency} is not a currency of ISO 4217`,
    ]);
  });

  it('says one thing of what is no code at all', () => {
    const parsed = moneySchema.safeParse({ amount: 1, currency: 'usd' });
    expect(parsed.error?.issues).toHaveLength(1);
  });

  it.each([
    ['a fraction of a cent', { amount: 1.5, currency: 'USD' }],
    ['more than a whole number can hold', { amount: 2 ** 53, currency: 'USD' }],
    ['an amount of which a few could not be summed', { amount: mostMinorUnits + 1, currency: 'USD' }],
    ['text', { amount: '12', currency: 'USD' }],
    ['a small currency', { amount: 1, currency: 'usd' }],
    ['a long currency', { amount: 1, currency: 'USDX' }],
    ['no currency', { amount: 1 }],
  ])('refuses %s', (_, value) => {
    expect(moneySchema.safeParse(value).success).toBe(false);
  });
});

describe('a sum of money', () => {
  it('is exact up to the last cent that a whole number holds', () => {
    expect(sumExactly([mostMinorUnits, 1, -2])).toBe(mostMinorUnits - 1);
    expect(sumExactly([Number.MAX_SAFE_INTEGER - 1, 1])).toBe(Number.MAX_SAFE_INTEGER);
    expect(sumExactly([])).toBe(0);
  });

  it('is refused beyond that, rather than a cent short', () => {
    expect(() => sumExactly([Number.MAX_SAFE_INTEGER, 2])).toThrow('cannot be told to the cent');
    expect(() => sumExactly(Array.from({ length: 91 }, () => mostMinorUnits))).toThrow(RangeError);
    expect(() => sumExactly([2 ** 60, -(2 ** 60)])).toThrow(RangeError);
  });
});
