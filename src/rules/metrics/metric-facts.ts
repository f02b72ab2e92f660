import type { Account } from '../../domain/account.ts';
import type { Band } from '../../domain/health.ts';
import type { MetricDefinition, MetricRecord, MetricValue } from '../../domain/metric.ts';
import type { Money } from '../../domain/money.ts';

/** A score at the end of the month. */
export interface ScoredAccount {
  account: string;
  band: Band | null;
  /** 0–10,000; null = not known */
  adoption: number | null;
}

/** Everything that the metrics of one month are counted from. Instants are those of records, in order. */
export interface MetricFacts {
  /** The month, from its first instant to before its end; the end of a running one is now. */
  from: Date;
  to: Date;
  /** Customers a year before the end, and at the end everybody ever known, by id. */
  yearAgo: ReadonlyMap<string, Account>;
  atEnd: ReadonlyMap<string, Account>;
  /** Customers at the beginning of the month. */
  opening: ReadonlyMap<string, Account>;
  /** Contracts that ended within the month, and whether an alert was raised in the thirty days before; null = nobody watched then */
  ended: readonly { account: string; seq: number; wasCalled: boolean | null }[];
  scores: readonly ScoredAccount[];
  surveys: readonly { account: string; kind: 'nps' | 'csat'; score: number; seq: number }[];
  /** Stars of tickets that ended within the month. */
  ratings: readonly { account: string; stars: number; seq: number }[];
  firstValues: readonly { account: string; days: number; seq: number }[];
  incidents: readonly { account: string; incidentId: string; hours: number; seq: number }[];
  promises: readonly { account: string; ticketId: string; isKept: boolean; seq: number }[];
  /** Questions of customers that were settled without a person, and all of them. */
  questions: { deflected: number; asked: number };
  /** Opportunities won within the year before the end. */
  won: readonly { account: string; arr: Money | null; seq: number; opportunityId: string }[];
  /** Those that ended within the month, won or lost, with how long they took where their opening is known. */
  decided: readonly {
    account: string;
    opportunityId: string;
    isWon: boolean;
    days: number | null;
    seq: number;
  }[];
}

/** A metric: what it is, and how it is counted. */
export interface Metric extends MetricDefinition {
  measure(facts: MetricFacts): MetricValue;
}

/** Nothing to divide by, or nothing to take the middle of. */
export function unknown(reason: string): MetricValue {
  return { hundredths: null, reason, parts: '', records: [] };
}

/** A share in percent. @param what - in words, such as `2 of 40 customers` */
export function share(part: number, whole: number, what: string, records: MetricRecord[]): MetricValue {
  return { hundredths: Math.round((10_000 * part) / whole), reason: null, parts: what, records };
}

/** The middle of some numbers, in hundredths; of two middles the mean. */
export function medianOf(values: readonly number[]): number {
  const ascending = [...values].sort((one, other) => one - other);
  const upper = ascending[Math.floor(ascending.length / 2)] ?? 0;
  const lower = ascending[Math.ceil(ascending.length / 2) - 1] ?? 0;
  return Math.round((100 * (lower + upper)) / 2);
}

/** The mean of some numbers, in hundredths. */
export function meanOf(values: readonly number[]): number {
  return Math.round((100 * values.reduce((sum, value) => sum + value, 0)) / values.length);
}

/** Sums in one currency alone; null = several, or none. */
export function singleSum(amounts: readonly (Money | null)[]): Money | null {
  const known = amounts.filter((money) => money !== null);
  const currencies = new Set(known.map(({ currency }) => currency));
  const [currency] = currencies;
  if (currency === undefined || currencies.size > 1) return null;
  return { currency, amount: known.reduce((sum, { amount }) => sum + amount, 0) };
}
