import { counted } from '../domain/counted.ts';
import { currencyExponent, type Money } from '../domain/money.ts';

const steps = [
  { from: 999_500_000, unit: 1_000_000_000, sign: 'B' },
  { from: 999_500, unit: 1_000_000, sign: 'M' },
  { from: 1_000, unit: 1_000, sign: 'k' },
];

/** Money as a headline says it, to three digits: `USD 1.24M`, `EUR 310k`, `USD 950`. Its exact form stands behind the link. */
export function shortMoney({ amount, currency }: Money): string {
  const whole = Math.abs(amount) / 10 ** currencyExponent(currency);
  const step = steps.find(({ from }) => whole >= from);
  const figure = step ? `${threeDigits(whole / step.unit)}${step.sign}` : String(Math.round(whole));
  return `${currency}\u00a0${amount < 0 ? '-' : ''}${figure}`;
}

function threeDigits(value: number): string {
  const decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return String(Number(value.toFixed(decimals)));
}

const namedAtMost = 3;

/** Sums that are not converted, side by side; nothing is `no ARR`. */
export function shortSums(sums: readonly Money[]): string {
  if (sums.length === 0) return 'no\u00a0ARR';
  const named = sums.slice(0, namedAtMost).map(shortMoney).join(' + ');
  const left = sums.length - namedAtMost;
  return left > 0 ? `${named} + ${counted(left, 'more currency', 'more currencies')}` : named;
}
