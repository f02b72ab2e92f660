import type { Account } from '../../domain/account.ts';
import type { Rates } from '../../domain/currencies.ts';
import type { Band } from '../../domain/health.ts';
import type { MetricDefinition, MetricRecord, MetricValue } from '../../domain/metric.ts';
import type { Money } from '../../domain/money.ts';
import type { DeflectionOutcome } from '../deflection.ts';
import type { PastRisk } from './forecast.ts';

/** A score at the end of the month. */
export interface ScoredAccount {
  account: string;
  band: Band | null;
  /** 0–10,000; null = not known */
  score: number | null;
  /** 0–10,000; null = not known */
  adoption: number | null;
}

/** An opportunity that was opened, won or lost. */
export interface Opportunity {
  account: string;
  opportunityId: string;
  arr: Money | null;
  /** Of the record that says so. */
  seq: number;
}

/** Everything that the metrics of one month are counted from. Instants are those of records, in order. */
export interface MetricFacts {
  /** The month, from its first instant to before its end; the end of a running one is now. */
  from: Date;
  to: Date;
  /** What currencies are worth on the last day; null = they are kept apart */
  rates: Rates | null;
  /** Customers right before the year that ends with the month, by id. */
  yearAgo: ReadonlyMap<string, Account>;
  /** Everybody ever known, as they stand at the end. */
  atEnd: ReadonlyMap<string, Account>;
  /** Customers right before the month. */
  opening: ReadonlyMap<string, Account>;
  /** The record that each contract was last told by, by account. */
  said: ReadonlyMap<string, number>;
  /** Customers of `opening` whose contract ended within the month, and whether an alert was open in the thirty days before; null = nobody watched then */
  ended: readonly { account: string; seq: number; wasCalled: boolean | null }[];
  scores: readonly ScoredAccount[];
  surveys: readonly { account: string; kind: 'nps' | 'csat'; score: number; seq: number }[];
  /** Stars of tickets that ended within the month. */
  ratings: readonly { account: string; stars: number; seq: number }[];
  firstValues: readonly { account: string; days: number; seq: number }[];
  incidents: readonly { account: string; incidentId: string; ms: number; seq: number }[];
  promises: readonly { account: string; ticketId: string; isKept: boolean; seq: number }[];
  /** Questions of customers within the month, and what had become of them at its end. */
  questions: readonly {
    id: string;
    account: string | null;
    topic: string | null;
    outcome: DeflectionOutcome;
  }[];
  /** Opportunities won within the year before the end. */
  won: readonly Opportunity[];
  /** Those that ended within the month, won or lost, with how long they took where their opening is known. */
  decided: readonly (Opportunity & { isWon: boolean; days: number | null })[];
  /** Those that were neither won nor lost at the end. */
  open: readonly Opportunity[];
  /** Who had an open alert at the end, but for what may grow. */
  atRisk: ReadonlySet<string>;
  /** Customers that had one ninety days before the end; null = nobody watched then */
  wereAtRisk: readonly PastRisk[] | null;
  /** Who asked within the month for a feature of another tier, or stood at a limit. */
  wishes: readonly { account: string; words: string; seq: number }[];
}

/** A metric: what it is, and how it is counted. */
export interface Metric extends MetricDefinition {
  /** Whether it looks at scores, which are dear to compute. */
  isScored?: boolean;
  measure(facts: MetricFacts): MetricValue;
}

const nothing = { numerator: null, denominator: null, currency: null, breakdown: null };

/** Nothing to divide by, or nothing to take the middle of. */
export function unknown(reason: string): MetricValue {
  return { ...nothing, hundredths: null, reason, parts: '', records: [] };
}

/** A share in percent. @param what - in words, such as `2 of 40 customers` */
export function share(part: number, whole: number, what: string, records: MetricRecord[]): MetricValue {
  return {
    ...nothing,
    hundredths: Math.round((10_000 * part) / whole),
    reason: null,
    parts: what,
    numerator: part,
    denominator: whole,
    records,
  };
}

/** The middle of some numbers, of two middles the mean. @param per - so many of the numbers are one of the unit */
export function middle(
  values: readonly number[],
  what: string,
  records: MetricRecord[],
  per = 1,
): MetricValue {
  const ascending = [...values].sort((one, other) => one - other);
  const upper = ascending[Math.floor(ascending.length / 2)] ?? 0;
  const lower = ascending[Math.ceil(ascending.length / 2) - 1] ?? 0;
  return {
    ...nothing,
    hundredths: Math.round((100 * (lower + upper)) / (2 * per)),
    reason: null,
    parts: what,
    denominator: values.length,
    records,
  };
}

/** The mean of some whole numbers. @param per - so many of them are one of the unit */
export function mean(values: readonly number[], what: string, records: MetricRecord[], per = 1): MetricValue {
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    ...nothing,
    hundredths: Math.round((100 * sum) / (values.length * per)),
    reason: null,
    parts: what,
    numerator: sum,
    denominator: values.length,
    records,
  };
}
