import { askPortfolio } from '../src/services/ask-portfolio.ts';
import { listAccountLines } from '../src/services/list-accounts.ts';
import { scoreAccounts } from '../src/services/score-accounts.ts';
import { type Finding, median, percentile, timeMs } from './measure.ts';
import type { Bench } from './stores.ts';

const questions = [
  'red enterprise accounts renewing in 90 days',
  'accounts that lost usage this month',
  'accounts over 50k ARR grouped by segment, sorted by renewal',
  'how many at-risk accounts renew this quarter',
  'top 10 by ARR',
  'whose score fell since yesterday',
  'green accounts sorted by name',
];
const rounds = 5;

/** Questions about all accounts, from words to the page, beside computing every score anew for a list. */
export async function benchPortfolioQuestions(bench: Bench): Promise<Finding[]> {
  const { ctx } = bench;
  const now = ctx.clock.now();
  await scoreAccounts(ctx, { asOf: new Date(now.getTime() - 2 * 86_400_000) });
  await scoreAccounts(ctx, { asOf: now });
  const times: number[] = [];
  let accounts = 0;
  for (let round = 0; round < rounds; round++)
    for (const text of questions) {
      const { ms, result } = await timeMs(() => askPortfolio(ctx, { text }));
      times.push(ms);
      accounts = result.considered;
    }
  const anew = await timeMs(() => listAccountLines(ctx));
  return [
    {
      name: `portfolio question p95, ${bench.engine}`,
      unit: 'ms',
      limit: 1_000,
      sense: 'most',
      figure: percentile(times, 0.95),
      detail: { p50Ms: Math.round(median(times)), accounts, everyScoreAnewMs: Math.round(anew.ms) },
    },
  ];
}
