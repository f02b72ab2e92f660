import { ratesOn } from '../../domain/currencies.ts';
import type { ContractHistory } from '../../rules/metrics/contract-history.ts';
import {
  customersOf,
  dayBefore,
  gatherFacts,
  lastingTypes,
  type MetricSources,
  passingTypes,
} from '../../rules/metrics/gather-facts.ts';
import type { MetricFacts } from '../../rules/metrics/metric-facts.ts';
import type { RequestContext } from '../context.ts';
import { readContracts } from '../read-contracts.ts';
import { questionsBetween } from '../report-deflection.ts';
import { scoreSeveralDays } from '../score-day.ts';
import { readRiskFacts } from './read-risk-facts.ts';

/** From the first instant to before the end. */
interface Span {
  from: Date;
  to: Date;
}

export interface ReadOptions {
  /** What was received up to this sequence number alone. */
  knownAt: number;
  /** Whether scores are wanted: they are dear to compute. */
  withScores: boolean;
}

/** The facts of each month that was asked for, and the contracts behind all of them. */
export interface ReadFacts {
  facts: MetricFacts[];
  contracts: readonly ContractHistory[];
}

/**
 * Reads what the metrics of some months are counted from, in one reading for all of them: contracts and what lasts from the
 * beginning on, the rest from the earliest month on.
 */
export async function readMetricFacts(
  ctx: RequestContext,
  spans: readonly Span[],
  { knownAt, withScores }: ReadOptions,
): Promise<ReadFacts> {
  const { zone } = ctx.content.sla.workingHours;
  const sources = await readSources(ctx, spans, knownAt);
  const gathered = spans.map(({ from, to }) => {
    const rates = ratesOn(ctx.content.currencies, dayBefore(to, zone));
    return gatherFacts(sources, { from, to, zone }, { sla: ctx.content.sla, rates });
  });
  const scores = withScores ? await readScores(ctx, gathered, knownAt) : [];
  const facts: MetricFacts[] = [];
  for (const [index, one] of gathered.entries()) {
    const questions = await questionsBetween(ctx, { from: one.from, to: one.to, knownAt });
    const risks = await readRiskFacts(ctx, sources.contracts, one);
    facts.push({ ...one, ...risks, scores: scores[index] ?? [], questions });
  }
  return { facts, contracts: sources.contracts };
}

async function readSources(
  ctx: RequestContext,
  spans: readonly Span[],
  knownAt: number,
): Promise<MetricSources> {
  const since = new Date(Math.min(...spans.map(({ from }) => from.getTime())));
  // What happens at the end itself belongs to the next month.
  const asOf = new Date(Math.max(...spans.map(({ to }) => to.getTime())) - 1);
  const moment = { asOf, knownAt };
  const contracts = await readContracts(ctx, knownAt);
  const gone = contracts.filter((contract) => contract.endBefore(new Date(asOf.getTime() + 1)) !== null);
  return {
    contracts,
    lasting: await ctx.store.readTypes(lastingTypes, new Date(0), moment),
    passing: await ctx.store.readTypes(passingTypes, new Date(since.getTime() - 1), moment),
    tickets: await ctx.store.readTicketEvents(since, moment),
    alerts: await ctx.store.alertSpansOf(gone.map(({ id }) => id)),
    firstAlertAt: await ctx.store.firstAlertAt(),
  };
}

/** The scores of the customers of each month, on its last UTC day. */
async function readScores(
  ctx: RequestContext,
  months: readonly MetricFacts[],
  knownAt: number,
): Promise<MetricFacts['scores'][]> {
  const days = months.map(({ atEnd, to }) => ({
    accounts: [...customersOf(atEnd).values()],
    at: new Date(to.getTime() - 1),
  }));
  const scored = await scoreSeveralDays(ctx, days, knownAt);
  return days.map(({ accounts }, index) =>
    accounts.flatMap(({ id }) => {
      const score = scored[index]?.get(id)?.score;
      if (!score) return [];
      const adoption = score.components.find((component) => component.id === 'adoption')?.hundredths ?? null;
      return [{ account: id, band: score.band, score: score.hundredths, adoption }];
    }),
  );
}
