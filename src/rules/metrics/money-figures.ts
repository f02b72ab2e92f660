import { convert, divideHalfUp, type Rates } from '../../domain/currencies.ts';
import type { MetricPart, MetricRecord, MetricValue } from '../../domain/metric.ts';
import { formatArr, type Money, sumExactly } from '../../domain/money.ts';
import { unknown } from './metric-facts.ts';

/** What is divided by what, in one currency. */
interface Pair {
  currency: string;
  part: number;
  whole: number;
}

/**
 * A share of revenue in percent: for each currency by itself, and over all of them where they are one, or have rates.
 * Amounts are summed first and converted after, so each currency is rounded once.
 * @param none - why it cannot be said when there is nothing to divide by
 */
export function moneyShare(
  pairs: readonly Pair[],
  rates: Rates | null,
  none: string,
  records: MetricRecord[],
): MetricValue {
  const sums = [...Map.groupBy(pairs, ({ currency }) => currency)]
    .map(([currency, group]) => ({
      currency,
      part: sumExactly(group.map(({ part }) => part)),
      whole: sumExactly(group.map(({ whole }) => whole)),
    }))
    .sort((one, other) => (one.currency < other.currency ? -1 : 1));
  if (sums.every(({ whole }) => whole <= 0)) return unknown(none);
  const breakdown = { by: 'currency' as const, parts: sums.map(partOf) };
  const total = inOne(sums, rates, 'money');
  if (typeof total === 'string')
    return { ...unknown(total), parts: sums.map(wordsOf).join(', '), breakdown, records };
  return {
    hundredths: percent(total),
    reason: null,
    parts: wordsOf(total),
    numerator: total.part,
    denominator: total.whole,
    currency: total.currency,
    breakdown,
    records,
  };
}

/** An amount, or one of each currency, by a whole number of something; by 1 it is the sum itself. */
export function moneyFigure(
  amounts: readonly Money[],
  by: number,
  rates: Rates | null,
  what: string,
  records: MetricRecord[],
): MetricValue {
  const pairs = [...Map.groupBy(amounts, ({ currency }) => currency)]
    .map(([currency, group]) => ({
      currency,
      part: sumExactly(group.map(({ amount }) => amount)),
      whole: by,
    }))
    .sort((one, other) => (one.currency < other.currency ? -1 : 1));
  const parts = pairs.map(({ currency, part }) => ({
    label: currency,
    numerator: part,
    denominator: by,
    hundredths: perOne(part, by),
  }));
  const breakdown = { by: 'currency' as const, parts };
  const total = inOne(pairs, rates, 'count');
  if (typeof total === 'string') return { ...unknown(total), parts: what, breakdown, records };
  return {
    hundredths: perOne(total.part, by),
    reason: null,
    parts: what,
    numerator: total.part,
    denominator: by,
    currency: total.currency,
    breakdown,
    records,
  };
}

/** The sums in one currency, or why there is none. @param whole - what it is: money too, or one number for all */
function inOne(sums: readonly Pair[], rates: Rates | null, whole: 'money' | 'count'): Pair | string {
  const [first] = sums;
  if (first && sums.length === 1) return first;
  const names = sums.map(({ currency }) => currency);
  if (rates === null) return `in ${names.join(', ')}, kept apart`;
  const missing = names.filter((currency) => currency !== rates.into && !rates.of.has(currency));
  if (missing.length > 0) return `in ${names.join(', ')}, kept apart: no rate for ${missing.join(', ')}`;
  const sumOf = (key: 'part' | 'whole'): number =>
    sumExactly(sums.map(({ currency, [key]: amount }) => convert({ currency, amount }, rates)?.amount ?? 0));
  return {
    currency: rates.into,
    part: sumOf('part'),
    whole: whole === 'money' ? sumOf('whole') : (first?.whole ?? 0),
  };
}

function partOf(pair: Pair): MetricPart {
  return {
    label: pair.currency,
    numerator: pair.part,
    denominator: pair.whole,
    hundredths: pair.whole > 0 ? percent(pair) : null,
  };
}

function wordsOf({ currency, part, whole }: Pair): string {
  return `${formatArr({ amount: part, currency })} of ${formatArr({ amount: whole, currency })}`;
}

function percent({ part, whole }: Pair): number {
  return Number(divideHalfUp(10_000n * BigInt(part), BigInt(whole)));
}

function perOne(part: number, by: number): number {
  return Number(divideHalfUp(100n * BigInt(part), BigInt(by)));
}
