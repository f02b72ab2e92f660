import { conversion, coverage, expansion, timeToExpand } from './growth.ts';
import type { Metric } from './metric-facts.ts';
import { churn, grossRetention, logoRetention, netRetention, surpriseChurn } from './retention.ts';
import { deflection, slaAttainment, timeToRestore } from './support.ts';
import { adoption, health, timeToValue } from './value.ts';
import { csat, nps } from './voice.ts';

/** Every metric, each defined once, in the order in which a scorecard shows them. */
export const metrics: readonly Metric[] = [
  ...[health, adoption, timeToValue],
  ...[logoRetention, grossRetention, netRetention, churn, surpriseChurn],
  ...[expansion, conversion, timeToExpand],
  ...[nps, csat],
  ...[slaAttainment, timeToRestore, deflection],
  coverage,
];

/** What is asked for and cannot be counted from events: named, so that nobody looks for it. */
export const notMeasured: readonly { title: string; why: string }[] = [
  {
    title: 'Upgrade intent',
    why: 'no event says that somebody wants to upgrade before an opportunity is opened',
  },
  { title: 'Advocate activation', why: 'no event says that a customer acts as a reference' },
  { title: 'Procurement friction', why: 'no event says how long a purchase waits for whom' },
];
