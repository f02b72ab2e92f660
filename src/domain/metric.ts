import type { Money } from './money.ts';

/** What a metric is counted in; values are whole hundredths of it, so that nothing is rounded twice. */
export const metricUnits = ['percent', 'points', 'days', 'hours', 'stars', 'accounts'] as const;
export type MetricUnit = (typeof metricUnits)[number];

/** What a metric is, apart from how it is counted. */
export interface MetricDefinition {
  id: string;
  /** Raised whenever the formula changes. */
  version: number;
  title: string;
  /** In words, exactly enough to be counted again from the records. */
  formula: string;
  /** Over what it is counted: the month itself, the twelve months that end with it, or its last moment. */
  span: 'month' | 'year' | 'end';
  unit: MetricUnit;
  better: 'higher' | 'lower';
  /** Types of events that it is counted from. */
  records: readonly string[];
  /** Where it comes from. */
  source: string;
  /** In the unit; null = none is set */
  target: number | null;
}

/** A record behind a figure. */
export interface MetricRecord {
  account: string;
  /** One of our pages, or of nobody's: what it adds, in words. */
  words: string;
  /** Of the record; null = the account itself is what counts */
  seq: number | null;
}

/** What a metric came to. */
export interface MetricValue {
  /** Hundredths of the unit; null = it cannot be said */
  hundredths: number | null;
  /** Why it cannot be said; null = it can */
  reason: string | null;
  /** What was divided by what, or of what the middle was taken, in words. */
  parts: string;
  records: MetricRecord[];
}

/** A metric's line: as it stands, and as it stood a month before. */
export interface ScorecardLine {
  definition: MetricDefinition;
  now: MetricValue;
  before: MetricValue;
  /** Whether the target is met; null = there is none, or nothing to hold against it */
  isMet: boolean | null;
}

/** A month of the base in figures. */
export interface Scorecard {
  /** `2026-11` */
  month: string;
  /** The end of the month, or the moment that it was asked at. */
  asOf: string;
  knownAt: number;
  /** Whether the month is still running. */
  isRunning: boolean;
  lines: ScorecardLine[];
  /** Accounts and ARR of each who looks after any, by name. */
  coverage: { owner: string; accounts: number; arr: Money[] }[];
  /** What the contract names and events cannot say, with why. */
  notMeasured: { title: string; why: string }[];
}
