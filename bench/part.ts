import { importEvents } from '../src/services/import-events.ts';
import { benchAck } from './ack.ts';
import { benchActions } from './actions.ts';
import { benchAnswer } from './answer.ts';
import { benchAudit } from './audit.ts';
import { benchBacktest } from './backtest.ts';
import { benchCharts } from './charts.ts';
import { benchConsole } from './console.ts';
import { benchDigest } from './digest.ts';
import { generateEvents, type Load } from './generate-events.ts';
import { benchImport, recordsOf } from './import.ts';
import { benchKnowledge } from './knowledge.ts';
import type { Finding } from './measure.ts';
import { benchMemory } from './memory.ts';
import { benchNightly } from './nightly.ts';
import { benchPacks } from './packs.ts';
import { benchPortfolioQuestions } from './portfolio-questions.ts';
import { benchRounds } from './rounds.ts';
import { layRoundsGround } from './rounds-ground.ts';
import { benchScoring } from './score.ts';
import { benchScorecard } from './scorecard.ts';
import { benchSlash } from './slash.ts';
import { type Bench, openEmbedded, openServer } from './stores.ts';

/** The portfolio that questions are asked of. */
const portfolio = { events: 1_000_000, accounts: 5_000, days: 180 };
/** What is replayed day by day. */
const year = { events: 100_000, accounts: 500, days: 365 };

/** What the rounds of a day go over. */
const quarter = { events: 250_000, accounts: 5_000, days: 90 };

/** What lists and commands under load go over: as many accounts, and enough of each to score. */
const list = { events: 60_000, accounts: 5_000, days: 60 };

const [part, engine] = process.argv.slice(2);
const open = (): Promise<Bench> =>
  engine === 'server' ? openServer(process.env.HOLDFAST_BENCH_DATABASE_URL ?? '') : openEmbedded();

process.send?.(await measure());

async function measure(): Promise<Finding[]> {
  if (part === 'charts') return engine === 'server' ? [] : await benchCharts();
  if (part === 'import') {
    return await benchImport(open, engine === 'server' ? { copy: 0.25 } : { copy: 0.12, rowByRow: 3 });
  }
  const bench = await open();
  try {
    if (part === 'memory') return [await benchMemory(bench)];
    if (part === 'audit') return await benchAudit(bench);
    if (part === 'actions') return await benchActions(bench);
    if (part === 'knowledge') return await benchKnowledge(bench);
    if (part === 'backtest') {
      await load(bench, { ...year, troubled: true });
      return await benchBacktest(bench);
    }
    if (part === 'rounds') {
      await load(bench, { ...quarter, troubled: true });
      await layRoundsGround(bench, quarter);
      return await benchRounds(bench);
    }
    if (part === 'packs') {
      await load(bench, { ...year, troubled: true });
      return await benchPacks(bench);
    }
    if (part === 'digest') {
      await load(bench, { ...quarter, troubled: true });
      await layRoundsGround(bench, quarter);
      return await benchDigest(bench);
    }
    if (part === 'console') {
      await load(bench, { ...quarter, troubled: true });
      await layRoundsGround(bench, quarter);
      return await benchConsole(bench);
    }
    if (part === 'scorecard') {
      await load(bench, { ...quarter, troubled: true });
      return await benchScorecard(bench);
    }
    if (part === 'slash' || part === 'portfolio-questions') {
      await load(bench, { ...list, troubled: true });
      return part === 'slash' ? await benchSlash(bench) : await benchPortfolioQuestions(bench);
    }
    await load(bench, { ...portfolio, troubled: part === 'nightly' });
    if (part === 'nightly') return await benchNightly(bench);
    return [
      ...(await benchScoring(bench)),
      await benchAnswer(bench, engine === 'server' ? 25 : 50),
      ...(await benchAck(bench)),
    ];
  } finally {
    await bench.close();
  }
}

async function load(bench: Bench, events: Omit<Load, 'until'>): Promise<void> {
  const records = recordsOf(generateEvents({ ...events, until: bench.ctx.clock.now() }));
  await importEvents(bench.ctx, {
    source: 'bench',
    key: 'portfolio',
    name: 'portfolio',
    restart: false,
    records,
  });
}
