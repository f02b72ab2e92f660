import type { UtcDay } from './utc-day.ts';

/** What is counted per account and UTC day. Every counter is a sum of integers, so order never matters. */
export const rollupCounters = [
  'actions',
  'sessions',
  'sessionSeconds',
  'featureUses',
  'errors',
  'jobRetries',
  'ticketsCreated',
  'ticketsUrgent',
  'ticketsResolved',
  'csatSum',
  'csatCount',
  'npsPromoters',
  'npsDetractors',
  'npsCount',
  'sponsorTouches',
  'nudgesSent',
  'nudgesActed',
  'recipesCompleted',
] as const;
export type RollupCounter = (typeof rollupCounters)[number];

/** One account, one UTC day. */
export type Rollup = { account: string; day: UtcDay } & Record<RollupCounter, number>;

/**
 * How often one user used one feature on one day. A session without a feature has feature '';
 * use by nobody in particular has user ''.
 */
export interface Usage {
  account: string;
  day: UtcDay;
  user: string;
  feature: string;
  uses: number;
}
