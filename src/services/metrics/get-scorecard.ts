import type { MetricValue, Scorecard, ScorecardLine } from '../../domain/metric.ts';
import type { Money } from '../../domain/money.ts';
import { HoldfastError } from '../../errors.ts';
import { type Month, monthNamed, monthOf, monthsBefore } from '../../rules/business-time/month-of.ts';
import { sumByCurrency } from '../../rules/issue-match/bug-figures.ts';
import { metrics, notMeasured } from '../../rules/metrics/index.ts';
import type { Metric, MetricFacts } from '../../rules/metrics/metric-facts.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { readMetricFacts } from './read-metric-facts.ts';

/** Which month, and what was known of it. */
export interface ScorecardInput {
  /** `2026-11`; default: the month that is running */
  month?: string | undefined;
  /** The moment of a running month; default: now */
  asOf?: Date | undefined;
  /** Default: everything received so far */
  knownAt?: number | undefined;
}

/**
 * A month of the base in figures, each beside the month before and its target.
 * @throws {HoldfastError} HF_USAGE for a month that is none, or has not begun
 */
export async function getScorecard(ctx: RequestContext, input: ScorecardInput = {}): Promise<Scorecard> {
  await requireReadable(ctx, 'account', null);
  const now = input.asOf ?? ctx.clock.now();
  const { zone } = ctx.content.sla.workingHours;
  const month = chooseMonth(input.month, now, zone);
  const knownAt = input.knownAt ?? (await ctx.store.lastSequence());
  const to = month.to < now ? month.to : now;
  const before = monthOf(monthsBefore(month.from, 1, zone), zone);
  const [facts, then] = [
    await readMetricFacts(ctx, { from: month.from, to }, knownAt),
    await readMetricFacts(ctx, before, knownAt),
  ];
  return {
    ...{ month: month.name, asOf: to.toISOString(), knownAt, isRunning: to < month.to },
    lines: metrics.map((metric) => lineOf(metric, facts, then)),
    coverage: await coverageOf(ctx, facts),
    notMeasured: [...notMeasured],
  };
}

/** One metric of a month with everything behind it. @throws {HoldfastError} HF_NOT_FOUND, HF_USAGE */
export async function getMetric(
  ctx: RequestContext,
  id: string,
  input: ScorecardInput = {},
): Promise<{ card: Scorecard; line: ScorecardLine; names: ReadonlyMap<string, string> }> {
  const card = await getScorecard(ctx, input);
  const line = card.lines.find(({ definition }) => definition.id === id);
  if (!line)
    throw new HoldfastError('HF_NOT_FOUND', `There is no metric '${id.slice(0, 60)}'`, {
      next: `Use one of ${metrics.map((metric) => metric.id).join(', ')}.`,
    });
  const accounts = await ctx.store.findAccounts(line.now.records.map(({ account }) => account));
  return { card, line, names: new Map(accounts.map(({ id: account, name }) => [account, name])) };
}

function chooseMonth(text: string | undefined, now: Date, zone: string): Month {
  if (text === undefined) return monthOf(now, zone);
  const month = monthNamed(text, zone);
  if (!month)
    throw new HoldfastError('HF_USAGE', `'${text.slice(0, 40)}' is not a month`, {
      next: 'Write it as 2026-11, or leave it out for the month that is running.',
    });
  if (month.from > now)
    throw new HoldfastError('HF_USAGE', `${text} has not begun`, { next: 'Choose a month up to this one.' });
  return month;
}

function lineOf({ measure, ...definition }: Metric, facts: MetricFacts, then: MetricFacts): ScorecardLine {
  const now = measure(facts);
  return { definition, now, before: measure(then), isMet: meets(definition, now) };
}

/** A target is to be reached, or, where less is better, not to be passed. */
function meets(
  { target, better }: Pick<Metric, 'target' | 'better'>,
  { hundredths }: MetricValue,
): boolean | null {
  if (target === null || hundredths === null) return null;
  return better === 'higher' ? hundredths >= 100 * target : hundredths <= 100 * target;
}

async function coverageOf(ctx: RequestContext, { atEnd }: MetricFacts): Promise<Scorecard['coverage']> {
  const names = await memberNames(ctx);
  const owned = [...atEnd.values()].filter(({ status }) => status === 'active');
  return [...Map.groupBy(owned, ({ owner }) => owner ?? '')]
    .map(([owner, accounts]): { owner: string; accounts: number; arr: Money[] } => ({
      owner: owner === '' ? 'nobody' : (names.get(owner) ?? owner),
      accounts: accounts.length,
      arr: sumByCurrency(accounts.flatMap(({ arr }) => arr ?? [])),
    }))
    .sort((one, other) => other.accounts - one.accounts || (one.owner < other.owner ? -1 : 1));
}
