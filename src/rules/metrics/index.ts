import { coverage, revenueCoverage } from './coverage.ts';
import { arrForecast } from './forecast.ts';
import { conversion, expansion, pipeline, timeToExpand, upgradeIntent } from './growth.ts';
import type { Metric } from './metric-facts.ts';
import { churn, grossRetention, logoRetention, netRetention, surpriseChurn } from './retention.ts';
import { automation, deflection, slaAttainment, timeToRestore } from './support.ts';
import { adoption, health, healthScore, timeToValue } from './value.ts';
import { csat, nps } from './voice.ts';

/** Every metric, each defined once, in the order in which a scorecard shows them. */
export const metrics: readonly Metric[] = [
  ...[health, healthScore, adoption, timeToValue],
  ...[logoRetention, grossRetention, netRetention, churn, surpriseChurn, arrForecast],
  ...[expansion, pipeline, conversion, timeToExpand, upgradeIntent],
  ...[nps, csat],
  ...[slaAttainment, timeToRestore, deflection, automation],
  ...[coverage, revenueCoverage],
];

/** What is asked for and cannot be counted from events: named, so that nobody looks for it. */
export const notMeasured: readonly { title: string; why: string }[] = [
  { title: 'Advocate activation', why: 'no event says that a customer acts as a reference' },
  { title: 'Procurement friction', why: 'no event says how long a purchase waits for whom' },
];
