import type { RateList } from './currencies.ts';
import type { Money } from './money.ts';

/** What a metric is counted in; values are whole hundredths of it, so that nothing is rounded twice. */
const metricUnits = ['percent', 'score', 'points', 'days', 'hours', 'stars', 'accounts', 'money'] as const;
export type MetricUnit = (typeof metricUnits)[number];

/** What the pack of a scorecard can tell of, each once. */
export const scorecardSections = [
  'summary',
  'retention',
  'growth',
  'value',
  'voice',
  'service',
  'coverage',
  'unmeasured',
  'definitions',
] as const;
export type ScorecardSection = (typeof scorecardSections)[number];

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
  /** What is counted, one by one. */
  grain:
    | 'customer'
    | 'contract'
    | 'opportunity'
    | 'answer to a survey'
    | 'rating'
    | 'clock of a ticket'
    | 'incident'
    | 'question'
    | 'owner';
  /** Money is counted in the minor unit of its currency. */
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
  /** Null = nobody said whose it was */
  account: string | null;
  /** What it adds, in words. */
  words: string;
  /** Of the record; null = the account itself is what counts */
  seq: number | null;
  /** The page of what is no record, such as an answer; absent = that of the record, or none */
  page?: string;
}

/** A part of a figure that stands by itself. */
export interface MetricPart {
  /** A currency, a topic or an owner. */
  label: string;
  /** Hundredths of the unit; null = it cannot be said */
  hundredths: number | null;
  numerator: number | null;
  denominator: number;
}

/** What a metric came to. */
export interface MetricValue {
  /** Hundredths of the unit; null = it cannot be said */
  hundredths: number | null;
  /** Why it cannot be said; null = it can */
  reason: string | null;
  /** What was divided by what, or of what the middle was taken, in words. */
  parts: string;
  /** What was divided; null = a middle was taken, or it cannot be said. Money in minor units of `currency`. */
  numerator: number | null;
  /** By what, or of how many the middle was taken; null = it cannot be said */
  denominator: number | null;
  /** Of numerator and denominator, where they are money in one currency, or converted into one. */
  currency: string | null;
  /** The same figure for each currency, topic or owner; empty = it has no parts. */
  breakdown: { by: 'currency' | 'topic' | 'owner'; parts: MetricPart[] } | null;
  records: MetricRecord[];
}

/** A metric's line: as it stands, and as it stood a month before. */
export interface ScorecardLine {
  definition: MetricDefinition;
  now: MetricValue;
  before: MetricValue;
  /** Whether the target is met, in every currency where these stand apart; null = there is none, or nothing to hold against it */
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
  /** The rates that amounts were converted with, as of the end; null = currencies are kept apart */
  rates: RateList | null;
  /** What the contract names and events cannot say, with why. */
  notMeasured: { title: string; why: string }[];
}
