import { getCohorts } from '../src/services/metrics/get-cohorts.ts';
import { getMetric } from '../src/services/metrics/get-metric.ts';
import { getScorecard } from '../src/services/metrics/get-scorecard.ts';
import { scoreAt } from '../src/services/score-accounts.ts';
import { type Finding, timeMs } from './measure.ts';
import type { Bench } from './stores.ts';

const limitSeconds = 5;

/**
 * A month of a whole base in figures, beside the month before; then its cohorts, and the page of one figure. Beside it, in
 * the same run, scoring every account once: a scorecard cannot do without two such rounds.
 */
export async function benchScorecard(bench: Bench): Promise<Finding[]> {
  const { ctx } = bench;
  const now = ctx.clock.now();
  const scoring = await timeMs(async () => {
    const knownAt = await ctx.store.lastSequence();
    return await scoreAt(ctx, await ctx.store.listAccounts(), now, knownAt);
  });
  const findings: Finding[] = [];
  const measure = async (name: string, work: () => Promise<unknown>): Promise<number> => {
    const before = bench.statements.count;
    const { ms } = await timeMs(work);
    const detail = { statements: bench.statements.count - before, accounts: scoring.result.length };
    findings.push({
      name: `${name}, ${bench.engine}`,
      figure: ms / 1_000,
      unit: 's',
      sense: 'most',
      detail,
      limit: limitSeconds,
    });
    return ms;
  };
  const ms = await measure('scorecard', async () => {
    const { lines } = await getScorecard(ctx);
    if (lines.every(({ now: value }) => value.hundredths === null)) throw new Error('nothing was counted');
  });
  await measure('cohorts', async () => await getCohorts(ctx, { by: 'start' }));
  await measure('page of a metric', async () => await getMetric(ctx, 'grr'));
  findings.push({
    name: `scorecard / scoring every account once, ${bench.engine}`,
    figure: ms / scoring.ms,
    unit: '×',
    sense: 'most',
    limit: 4,
    detail: { 'peer ms': Math.round(scoring.ms) },
  });
  return findings;
}
