import type { Account } from '../../domain/account.ts';
import { counted } from '../../domain/counted.ts';
import { convert, divideHalfUp, type Rates } from '../../domain/currencies.ts';
import type { MetricPart, MetricRecord, MetricValue } from '../../domain/metric.ts';
import { formatArr, type Money, sumExactly } from '../../domain/money.ts';
import { type Metric, unknown } from './metric-facts.ts';

/** Days that it looks back, and so ahead. Source: ours, a quarter */
export const forecastDays = 90;
/** Fewer customers than this say nothing about others. Source: ours */
export const forecastLeast = 10;

/** A customer that was at risk so long ago: what it paid, and how much of that is gone. */
export interface PastRisk {
  account: string;
  arr: Money;
  /** In the currency of `arr`, 0 or more. */
  lost: number;
}

/** What the forecast is counted from. */
export interface ForecastFacts {
  /** What customers at risk pay now; null = not said */
  atRisk: readonly { account: string; arr: Money | null }[];
  /** Who was at risk `forecastDays` before; null = nobody watched then */
  wereAtRisk: readonly PastRisk[] | null;
  rates: Rates | null;
}

/**
 * What of the ARR at risk will be lost, if as much is lost as was of those at risk before. It cannot be said where nobody
 * watched then, or of too few; never is a share assumed.
 */
export function forecastAtRisk({ atRisk, wereAtRisk, rates }: ForecastFacts): MetricValue {
  if (wereAtRisk === null) return unknown(`nobody watched for risks ${forecastDays} days before`);
  const inOne = ({ amount, currency }: Money): Money =>
    (rates === null ? null : convert({ amount, currency }, rates)) ?? { amount, currency };
  const now = atRisk.flatMap(({ account, arr }) => (arr === null ? [] : [{ account, arr: inOne(arr) }]));
  if (now.length === 0) return unknown('no ARR is at risk');
  const then = wereAtRisk.map(({ account, arr, lost }) => ({
    account,
    arr: inOne(arr),
    lost: inOne({ amount: lost, currency: arr.currency }),
  }));
  const shares = [...Map.groupBy(now, ({ arr }) => arr.currency)]
    .map(([currency, group]) => shareOf(currency, sumExactly(group.map(({ arr }) => arr.amount)), then))
    .sort((one, other) => (one.currency < other.currency ? -1 : 1));
  const records = [
    ...now.map(({ account, arr }) => ({ account, words: `${formatArr(arr)} at risk`, seq: null })),
    ...then.map(
      ({ account, arr, lost }): MetricRecord => ({
        account,
        seq: null,
        words: `${formatArr(arr)} at risk ${forecastDays} days before, ${formatArr(lost)} of it lost since`,
      }),
    ),
  ];
  const [only] = shares;
  if (only && shares.length === 1) {
    if (only.part.hundredths === null) return { ...unknown(only.words), records };
    return {
      hundredths: only.part.hundredths,
      reason: null,
      parts: only.words,
      currency: only.currency,
      numerator: only.part.numerator,
      denominator: 1,
      breakdown: null,
      records,
    };
  }
  const breakdown = { by: 'currency' as const, parts: shares.map(({ part }) => part) };
  const reason = shares.every(({ part }) => part.hundredths === null)
    ? tooFew(then.length)
    : `in ${shares.map(({ currency }) => currency).join(', ')}, kept apart`;
  return { ...unknown(reason), parts: shares.map(({ words }) => words).join('; '), breakdown, records };
}

interface Share {
  currency: string;
  part: MetricPart;
  words: string;
}

/** What of an amount will be lost, by those of its currency who were at risk. */
function shareOf(currency: string, atRisk: number, then: readonly { arr: Money; lost: Money }[]): Share {
  const same = then.filter(({ arr }) => arr.currency === currency);
  const [lost, whole] = [
    sumExactly(same.map((one) => one.lost.amount)),
    sumExactly(same.map(({ arr }) => arr.amount)),
  ];
  const money = (amount: number): string => formatArr({ amount, currency });
  if (same.length < forecastLeast || whole <= 0)
    return {
      currency,
      words: same.length < forecastLeast ? tooFew(same.length) : 'who was at risk before paid nothing',
      part: { label: currency, hundredths: null, numerator: null, denominator: 0 },
    };
  const amount = Number(divideHalfUp(BigInt(atRisk) * BigInt(lost), BigInt(whole)));
  return {
    currency,
    words: `${money(lost)} of ${money(whole)} at risk before, of ${money(atRisk)} now`,
    part: { label: currency, hundredths: 100 * amount, numerator: amount, denominator: 1 },
  };
}

function tooFew(count: number): string {
  return `only ${counted(count, 'customer')} with an ARR ${count === 1 ? 'was' : 'were'} at risk ${forecastDays} days before, and ${forecastLeast} are needed`;
}

/**
 * What somebody who was at risk has lost since; null = it said no ARR then, or says none or another currency now
 * @param now - absent = it is no customer any more
 */
export function pastRisk(then: Account, now: Account | undefined): PastRisk | null {
  const { id, arr } = then;
  if (arr === null || arr.amount <= 0) return null;
  if (now === undefined || now.status !== 'active') return { account: id, arr, lost: arr.amount };
  if (now.arr === null || now.arr.currency !== arr.currency) return null;
  return { account: id, arr, lost: Math.max(0, arr.amount - now.arr.amount) };
}

/** What is likely to be lost of what is at risk. */
export const arrForecast: Metric = {
  id: 'arr-at-risk-forecast',
  version: 1,
  title: 'Forecast ARR at risk',
  span: 'end',
  unit: 'money',
  grain: 'customer',
  better: 'lower',
  records: ['contract.updated'],
  target: null,
  source: 'feature contract: forecast ARR at risk',
  formula: `ARR of customers at the end with an open alert of any kind but expansion, by the share that customers with one ${forecastDays} days before have lost of their ARR since (all of it when their contract ended, else what it is lower by); each currency by itself; not known before alerts are ${forecastDays} days old, or of fewer than ${forecastLeast} customers`,
  measure: ({ atEnd, atRisk, wereAtRisk, rates }) =>
    forecastAtRisk({
      atRisk: [...atEnd.values()].flatMap(({ id, status, arr }) =>
        status === 'active' && atRisk.has(id) ? [{ account: id, arr }] : [],
      ),
      wereAtRisk,
      rates,
    }),
};
