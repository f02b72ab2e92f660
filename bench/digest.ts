import { watchAccounts } from '../src/services/alerts/watch-accounts.ts';
import { drawDigest } from '../src/services/digest/draw-digest.ts';
import { keepNewSnapshot } from '../src/services/digest/take-snapshot.ts';
import { scoreAt } from '../src/services/score-accounts.ts';
import { type Finding, timeMs } from './measure.ts';
import type { Bench } from './stores.ts';

const limitSeconds = 10;
const weekMs = 7 * 86_400_000;

/**
 * The digest of a whole base: its snapshot taken, kept and drawn; first in the week after an installation, when nobody watched
 * a week ago and the rules are asked what they would have seen, then of a base that was watched a week ago and tonight, as one
 * that runs is. Beside it, in the same run, scoring every account once: a digest cannot do without two such rounds.
 */
export async function benchDigest(bench: Bench): Promise<Finding[]> {
  const { ctx } = bench;
  const now = ctx.clock.now();
  const firstWeek = await timeFirstWeek(bench);
  const aWeekAgo = { ...ctx, clock: { now: () => new Date(now.getTime() - weekMs - 3_600_000) } };
  await watchAccounts(aWeekAgo, { firstSight: 'call' });
  await watchAccounts(ctx, { firstSight: 'call' });
  const scoring = await timeMs(async () => {
    const knownAt = await ctx.store.lastSequence();
    return await scoreAt(ctx, await ctx.store.listAccounts(), now, knownAt);
  });
  const before = bench.statements.count;
  const { ms, result } = await timeMs(async () => {
    const named = await keepNewSnapshot(ctx, { segment: null });
    return { named, views: drawDigest(named) };
  });
  const { snapshot } = result.named;
  const atRisk = snapshot.accounts.filter((account) => account.now && account.now.risks.length > 0).length;
  if (atRisk === 0 || snapshot.risksBefore !== 'alerts')
    throw new Error('a base without history says nothing');
  const detail = {
    accounts: snapshot.accounts.length,
    'at risk': atRisk,
    'urgent tickets': snapshot.tickets.now.length,
    statements: bench.statements.count - before,
    kB: Math.round(JSON.stringify(snapshot).length / 1_000),
  };
  return [
    firstWeek,
    {
      name: `digest, ${bench.engine}`,
      figure: ms / 1_000,
      unit: 's',
      sense: 'most',
      detail,
      limit: limitSeconds,
    },
    {
      name: `digest / scoring every account once, ${bench.engine}`,
      figure: ms / scoring.ms,
      unit: '×',
      sense: 'most',
      limit: 4,
      detail: { 'peer ms': Math.round(scoring.ms) },
    },
  ];
}

async function timeFirstWeek({ ctx, statements, engine }: Bench): Promise<Finding> {
  const before = statements.count;
  const { ms, result } = await timeMs(async () => {
    const named = await keepNewSnapshot(ctx, { segment: null });
    drawDigest(named);
    return named.snapshot;
  });
  const wereAtRisk = result.accounts.filter(
    (account) => account.before && account.before.risks.length > 0,
  ).length;
  if (wereAtRisk === 0 || result.risksBefore !== 'rules')
    throw new Error('nobody was found at risk by rules');
  const detail = {
    accounts: result.accounts.length,
    'at risk a week ago': wereAtRisk,
    statements: statements.count - before,
  };
  return {
    name: `digest of the first week, ${engine}`,
    figure: ms / 1_000,
    unit: 's',
    sense: 'most',
    detail,
    limit: limitSeconds,
  };
}
