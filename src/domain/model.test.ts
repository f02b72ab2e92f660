import { expect, test } from 'vitest';
import { costMicrosOf, parseModelPrice } from './model.ts';

const price = { currency: 'EUR', inputMicros: 150_000, outputMicros: 600_000 };

test('a price is read as whole millionths for a million tokens', () => {
  expect(parseModelPrice('EUR 0.15/0.60')).toEqual(price);
  expect(parseModelPrice('USD 2/10.000001')).toEqual({
    currency: 'USD',
    inputMicros: 2_000_000,
    outputMicros: 10_000_001,
  });
  expect(parseModelPrice('USD 0/0')).toEqual({ currency: 'USD', inputMicros: 0, outputMicros: 0 });
});

test.each(['', '0.15/0.60', 'EUR 0.15', 'eur 1/2', 'EUR 1/2/3', 'EUR -1/2', 'EUR 1e3/2', 'EUR 1.1234567/1'])(
  "'%s' is no price",
  (text) => {
    expect(parseModelPrice(text)).toBeNull();
  },
);

test('the cost of several calls is rounded up once, not once a call', () => {
  const one = { inputTokens: 1, outputTokens: 0 };
  expect(costMicrosOf([one], price)).toBe(1); // .15 millionths
  expect(costMicrosOf([one, one, one, one, one, one], price)).toBe(1);
  expect(costMicrosOf([{ inputTokens: 1_000_000, outputTokens: 500_000 }], price)).toBe(450_000);
});

test('a price or a usage that nobody knows makes the cost unknown, never nothing', () => {
  const used = { inputTokens: 10, outputTokens: 10 };
  expect(costMicrosOf([used], null)).toBeNull();
  expect(costMicrosOf([used, null], price)).toBeNull();
  expect(costMicrosOf([], price)).toBe(0);
});

test('sums beyond what a float holds stay exact', () => {
  const much = { inputTokens: 9_007_199_254_740_991, outputTokens: 0 };
  expect(costMicrosOf([much], { ...price, inputMicros: 1_000_000 })).toBe(9_007_199_254_740_991);
});
