import { listRates } from '../../domain/currencies.ts';
import type { MetricValue, Scorecard, ScorecardLine } from '../../domain/metric.ts';
import type { Money } from '../../domain/money.ts';
import { monthOf, monthsBefore } from '../../rules/business-time/month-of.ts';
import { sumByCurrency } from '../../rules/issue-match/bug-figures.ts';
import { metrics, notMeasured } from '../../rules/metrics/index.ts';
import { meets } from '../../rules/metrics/meets.ts';
import type { Metric, MetricFacts } from '../../rules/metrics/metric-facts.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { headOf, type MetricMoment, metricMoment, type ScorecardInput } from './metric-moment.ts';
import { type ReadFacts, readMetricFacts } from './read-metric-facts.ts';

/**
 * A month of the base in figures, each beside the month before and its target.
 * @throws {HoldfastError} HF_USAGE for a month that is none, or has not begun
 */
export async function getScorecard(ctx: RequestContext, input: ScorecardInput = {}): Promise<Scorecard> {
  await requireReadable(ctx, 'account', null);
  const moment = await metricMoment(ctx, input);
  const { facts, then } = await readBoth(ctx, moment, true);
  const names = await memberNames(ctx);
  return {
    ...headOf(moment),
    lines: metrics.map((metric) => lineOf(metric, facts, then)),
    coverage: coverageOf(facts, names),
    rates: listRates(facts.rates),
    notMeasured: [...notMeasured],
  };
}

/** The facts of a month, and of the whole month before. */
export async function readBoth(
  ctx: RequestContext,
  { month, to, knownAt }: MetricMoment,
  withScores: boolean,
): Promise<{ facts: MetricFacts; then: MetricFacts; contracts: ReadFacts['contracts'] }> {
  const { zone } = ctx.content.sla.workingHours;
  const before = monthOf(monthsBefore(month.from, 1, zone), zone);
  const spans = [{ from: month.from, to }, before];
  const { facts: read, contracts } = await readMetricFacts(ctx, spans, { knownAt, withScores });
  const [facts, then] = read;
  if (facts === undefined || then === undefined) throw new TypeError('a month was read without facts');
  return { facts, then, contracts };
}

/** A metric's line by the facts of a month and of the one before. */
export function lineOf(metric: Metric, facts: MetricFacts, then: MetricFacts): ScorecardLine {
  const definition = definitionOf(metric);
  const now: MetricValue = metric.measure(facts);
  // Its records stand on the page of that month.
  const before = { ...metric.measure(then), records: [] };
  return { definition, now, before, isMet: meets(definition, now) };
}

/** A metric without the function that counts it. */
export function definitionOf({
  measure: _,
  isScored: __,
  ...definition
}: Metric): ScorecardLine['definition'] {
  return definition;
}

function coverageOf({ atEnd }: MetricFacts, names: ReadonlyMap<string, string>): Scorecard['coverage'] {
  const owned = [...atEnd.values()].filter(({ status }) => status === 'active');
  return [...Map.groupBy(owned, ({ owner }) => owner ?? '')]
    .map(([owner, accounts]): { owner: string; accounts: number; arr: Money[] } => ({
      owner: owner === '' ? 'nobody' : (names.get(owner) ?? owner),
      accounts: accounts.length,
      arr: sumByCurrency(accounts.flatMap(({ arr }) => arr ?? [])),
    }))
    .sort((one, other) => other.accounts - one.accounts || (one.owner < other.owner ? -1 : 1));
}
