import { listRates } from '../../domain/currencies.ts';
import type { MetricRecord, Scorecard, ScorecardLine } from '../../domain/metric.ts';
import { HoldfastError } from '../../errors.ts';
import { metrics } from '../../rules/metrics/index.ts';
import type { MetricFacts } from '../../rules/metrics/metric-facts.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { type CohortName, factsOfCohort, readCohortName } from './get-cohorts.ts';
import { lineOf, readBoth } from './get-scorecard.ts';
import { headOf, metricMoment, type ScorecardInput } from './metric-moment.ts';

/** One metric of a month with everything behind it. */
export interface MetricPage {
  head: Pick<Scorecard, 'month' | 'asOf' | 'knownAt' | 'isRunning' | 'rates'>;
  line: ScorecardLine;
  /** Whether what it stands on are scores. */
  isScored: boolean;
  /** Over which cohort alone it is counted; null = over everybody */
  cohort: CohortName | null;
  /** Of the accounts in it, by id. */
  names: ReadonlyMap<string, string>;
  /** Of the members in it, by id. */
  members: ReadonlyMap<string, string>;
}

/** One metric of a month: it reads no scores where the metric looks at none. @throws {HoldfastError} HF_NOT_FOUND, HF_USAGE */
export async function getMetric(
  ctx: RequestContext,
  id: string,
  input: ScorecardInput & { cohort?: string | undefined } = {},
): Promise<MetricPage> {
  await requireReadable(ctx, 'account', null);
  const metric = metrics.find((one) => one.id === id);
  if (!metric)
    throw new HoldfastError('HF_NOT_FOUND', `There is no metric '${id.slice(0, 60)}'`, {
      next: `Use one of ${metrics.map((one) => one.id).join(', ')}.`,
    });
  const moment = await metricMoment(ctx, input);
  const read = await readBoth(ctx, moment, metric.isScored === true);
  const { facts } = read;
  const cohort = input.cohort === undefined ? null : readCohortName(input.cohort);
  const of = (some: MetricFacts): MetricFacts =>
    cohort === null ? some : factsOfCohort(ctx, cohort, { ...read, facts: some, at: facts });
  const line = lineOf(metric, of(facts), of(read.then));
  return {
    head: { ...headOf(moment), rates: listRates(facts.rates) },
    isScored: metric.isScored === true,
    cohort,
    line,
    names: namesIn(facts, line.now.records),
    members: await memberNames(ctx),
  };
}

/** What accounts are called at the end. */
function namesIn({ atEnd }: MetricFacts, records: readonly MetricRecord[]): ReadonlyMap<string, string> {
  const ids = new Set(records.flatMap(({ account }) => account ?? []));
  return new Map([...ids].map((id) => [id, atEnd.get(id)?.name ?? id]));
}
