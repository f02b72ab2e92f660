import { type CohortKey, type Cohorts, cohortKeys } from '../../domain/cohort.ts';
import { HoldfastError } from '../../errors.ts';
import type { ContractHistory } from '../../rules/metrics/contract-history.ts';
import { cohortKeyOf, cohortMetrics, formCohorts } from '../../rules/metrics/form-cohorts.ts';
import type { MetricFacts } from '../../rules/metrics/metric-facts.ts';
import { restrictFacts } from '../../rules/metrics/restrict-facts.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { definitionOf } from './get-scorecard.ts';
import { headOf, metricMoment, type ScorecardInput } from './metric-moment.ts';
import { readMetricFacts } from './read-metric-facts.ts';

/**
 * The base in cohorts: what is left of each, month by month, and how it fares.
 * @throws {HoldfastError} HF_USAGE for a month that is none or has not begun, or what nothing is put together by
 */
export async function getCohorts(
  ctx: RequestContext,
  input: ScorecardInput & { by: string },
): Promise<Cohorts> {
  await requireReadable(ctx, 'account', null);
  const by = readCohortKey(input.by);
  const moment = await metricMoment(ctx, input);
  const { to, knownAt, month } = moment;
  const read = await readMetricFacts(ctx, [{ from: month.from, to }], { knownAt, withScores: true });
  const [facts] = read.facts;
  if (facts === undefined) throw new TypeError('a month was read without facts');
  const formed = formCohorts({
    by,
    facts,
    contracts: read.contracts,
    checklists: ctx.content.checklists,
    zone: ctx.content.sla.workingHours.zone,
    names: await memberNames(ctx),
  });
  const { asOf } = headOf(moment);
  return {
    by,
    month: month.name,
    asOf,
    knownAt,
    metrics: cohortMetrics.map(definitionOf),
    ...formed,
  };
}

/** @throws {HoldfastError} HF_USAGE for anything else */
function readCohortKey(text: string): CohortKey {
  const by = cohortKeys.find((key) => key === text.toLowerCase().replace(' ', '-'));
  if (by) return by;
  throw new HoldfastError('HF_USAGE', `Customers are not put together by '${text.slice(0, 40)}'`, {
    next: `Use one of ${cohortKeys.join(', ')}.`,
  });
}

/** One cohort among those of a key, as an address names it: `segment:smb`; nothing after the colon = not said. */
export interface CohortName {
  by: CohortKey;
  key: string | null;
}

/** @throws {HoldfastError} HF_USAGE for what is no name of a cohort */
export function readCohortName(text: string): CohortName {
  const colon = text.indexOf(':');
  if (colon < 0)
    throw new HoldfastError('HF_USAGE', `'${text.slice(0, 60)}' names no cohort`, {
      next: 'Open the link in the table of cohorts again.',
    });
  const key = text.slice(colon + 1);
  return { by: readCohortKey(text.slice(0, colon)), key: key === '' ? null : key };
}

/** The facts of one cohort alone; who is in it is decided by the end of `at`. */
export function factsOfCohort(
  ctx: RequestContext,
  { by, key }: CohortName,
  { facts, at, contracts }: { facts: MetricFacts; at: MetricFacts; contracts: readonly ContractHistory[] },
): MetricFacts {
  const question = { by, facts: at, checklists: ctx.content.checklists };
  const members = contracts.filter(
    (contract) => at.atEnd.has(contract.id) && cohortKeyOf(question, contract) === key,
  );
  return restrictFacts(facts, new Set(members.map(({ id }) => id)));
}
