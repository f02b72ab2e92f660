import { setImmediate } from 'node:timers/promises';
import { Engine } from 'json-rules-engine';
import type { HealthFacts } from '../src/domain/health-facts.ts';
import { factsKey } from '../src/domain/health-facts.ts';
import type { Profile } from '../src/domain/profile.ts';
import { utcDayOf } from '../src/domain/utc-day.ts';
import { scoreHealth } from '../src/rules/health/score-health.ts';
import { type AccountScore, scoreChunk } from '../src/services/score-accounts.ts';
import { bareScores } from './bare-score.ts';
import { type Finding, median, timeMs } from './measure.ts';
import type { Bench } from './stores.ts';

const rounds = 3;
const chunkSize = 250;
const engineSample = 100;
const fresh = { usageKnown: true, staleComponents: new Set<never>() };

/**
 * Scoring every account with reasons, fetch included, against one SQL statement that computes the bare number. Both
 * must come to the same numbers, or the comparison says nothing.
 */
export async function benchScoring(bench: Bench): Promise<Finding[]> {
  const { ctx } = bench;
  const accounts = await ctx.store.listAccounts();
  const ids = accounts.map((account) => account.id);
  const asOf = ctx.clock.now();
  const withReasons: number[] = [];
  const bare: number[] = [];
  let scored: AccountScore[] = [];
  for (let round = 0; round < rounds; round++) {
    const timed = await timeMs(() => scoreAll(bench, asOf));
    scored = timed.result;
    withReasons.push(timed.ms);
    const profile = scored[0]?.profile as Profile;
    const peer = await timeMs(() => bareScores(bench, ids, asOf, profile));
    bare.push(peer.ms);
    const different = scored.filter(({ account, score }) => peer.result.get(account.id) !== score.hundredths);
    if (different.length > 0)
      throw new Error(`${different.length} of ${scored.length} scores differ between SQL and scorer`);
  }
  const detail = {
    accounts: scored.length,
    withReasonsMs: Math.round(median(withReasons)),
    sqlMs: Math.round(median(bare)),
  };
  const ratio = median(withReasons) / median(bare);
  return [
    {
      name: `score with reasons / one SQL statement, ${bench.engine}`,
      figure: ratio,
      unit: '×',
      limit: 3,
      sense: 'most',
      detail,
    },
    await benchArithmetic(bench, scored, asOf),
  ];
}

/** Scores everything as the product does: chunk by chunk, yielding to the event loop in between. */
export async function scoreAll(bench: Bench, asOf: Date): Promise<AccountScore[]> {
  const { ctx } = bench;
  const knownAt = await ctx.store.lastSequence();
  const accounts = await ctx.store.listAccounts();
  const scored: AccountScore[] = [];
  for (let start = 0; start < accounts.length; start += chunkSize) {
    scored.push(...(await scoreChunk(ctx, accounts.slice(start, start + chunkSize), asOf, knownAt)));
    await setImmediate();
  }
  return scored;
}

/** The arithmetic alone, against a general rules engine that tests the same thresholds. */
async function benchArithmetic(bench: Bench, scored: readonly AccountScore[], asOf: Date): Promise<Finding> {
  const asOfDay = utcDayOf(asOf);
  const counted = await bench.ctx.store.countHealthFacts(
    scored.map(({ account }) => ({ account: account.id, asOfDay })),
  );
  const facts = scored.flatMap(({ account }): HealthFacts[] => {
    const counts = counted.get(factsKey(account.id, asOfDay));
    return counts ? [{ ...counts, account }] : [];
  });
  const profile = scored[0]?.profile as Profile;
  const ours = await timeMs(() => {
    for (const fact of facts) scoreHealth(fact, profile, fresh);
  });
  const engine = thresholdEngine(profile);
  const theirs = await timeMs(async () => {
    for (const fact of facts.slice(0, engineSample)) await engine.run(signalsOf(fact));
  });
  const perAccount = {
    ours: ours.ms / facts.length,
    theirs: theirs.ms / Math.min(engineSample, facts.length),
  };
  const detail = {
    oursUs: Math.round(perAccount.ours * 1000),
    engineUs: Math.round(perAccount.theirs * 1000),
  };
  return {
    name: 'arithmetic / json-rules-engine',
    figure: perAccount.theirs / perAccount.ours,
    unit: '×',
    limit: 40,
    sense: 'least',
    detail,
  };
}

/** One rule per knot of every curve: "the signal has reached this threshold". */
function thresholdEngine(profile: Profile): Engine {
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const { curves } of Object.values(profile.components)) {
    for (const [signal, curve] of Object.entries(curves)) {
      for (const [threshold, points] of curve) {
        engine.addRule({
          conditions: { all: [{ fact: signal, operator: 'greaterThanInclusive', value: threshold }] },
          event: { type: `${signal}-${threshold}`, params: { points } },
        });
      }
    }
  }
  return engine;
}

function signalsOf(facts: HealthFacts): Record<string, number> {
  return {
    ...(facts as unknown as Record<string, number>),
    errorRatePercentOfBaseline: facts.errors7,
    ticketsPer100Users: facts.ticketsCreated28,
    csatHundredths: facts.csatSum84,
    npsScore: facts.npsPromoters168,
    seatSharePermille: 0,
  };
}
