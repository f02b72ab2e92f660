import type { MetricDefinition, MetricValue } from './metric.ts';

/** What customers are put together by. */
export const cohortKeys = ['segment', 'use-case', 'owner', 'path', 'start'] as const;
export type CohortKey = (typeof cohortKeys)[number];

/** How a cohort stood so many months after each of its customers began. */
export interface RetentionCell {
  /** Months since the start. */
  month: number;
  /** Customers of whom that month has come and is on record, and how many of them were customers still. */
  of: number;
  kept: number;
  /** Revenue kept of that at the start, in hundredths of a percent; null = none is on record, or in several currencies */
  revenueHundredths: number | null;
}

/** Some customers who have something in common, and how they fare. */
export interface Cohort {
  /** The value that they share; null = their contracts do not say */
  key: string | null;
  label: string;
  /** Everybody who ever was one. */
  accounts: number;
  /** Of them, those who are customers at the end. */
  customers: number;
  /** Some metrics, counted over its accounts alone, in the order of `Cohorts.metrics`. */
  figures: MetricValue[];
  /** From month 0 on, one for each month. */
  retention: RetentionCell[];
}

/** The base in cohorts, at the end of a month or at a moment in it. */
export interface Cohorts {
  by: CohortKey;
  month: string;
  asOf: string;
  knownAt: number;
  metrics: MetricDefinition[];
  /** Each account is in exactly one; the largest first, quarters in order. */
  cohorts: Cohort[];
  /** Everybody, counted the same way. */
  whole: Cohort;
}
