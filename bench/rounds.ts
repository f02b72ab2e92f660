import { sendNudges } from '../src/services/adoption/send-nudges.ts';
import { watchAccounts, watchNews } from '../src/services/alerts/watch-accounts.ts';
import { bookGround, readBook } from '../src/services/book/read-book.ts';
import { knowOnboardings, listOnboardings } from '../src/services/onboarding/list-onboardings.ts';
import { findRisks } from '../src/services/risks/find-risks.ts';
import { scoreAt } from '../src/services/score-accounts.ts';
import { readOpenTickets } from '../src/services/sla/read-ticket-clocks.ts';
import { watchClocks } from '../src/services/sla/watch-clocks.ts';
import { type Finding, timeMs } from './measure.ts';
import { sendNews, team } from './rounds-ground.ts';
import type { Bench } from './stores.ts';

const newsAccounts = 200;
const dayMs = 86_400_000;

interface Lap {
  ms: number;
  statements: number;
  result: number;
}

/**
 * What comes round every minute, five minutes, morning and night, over a portfolio that was looked at before. Each round is
 * held against the least that it cannot do without, in the same run.
 */
export async function benchRounds(bench: Bench): Promise<Finding[]> {
  await watchAccounts(bench.ctx);
  await watchNews(bench.ctx); // so that only what is sent below is news
  return [
    await books(bench),
    await minute(bench),
    await news(bench),
    await nudges(bench),
    await onboardings(bench),
  ];
}

/** Beside it: the same onboardings, and every play that runs, read once. */
async function books(bench: Bench): Promise<Finding> {
  const { ctx } = bench;
  const reading = await lap(bench, async () => {
    const ids = (await ctx.store.listAccounts()).map(({ id }) => id);
    return (await knowOnboardings(ctx)).length + (await ctx.store.readRunningPlays(ids)).length;
  });
  const since = new Date(ctx.clock.now().getTime() - dayMs);
  const work = await lap(bench, async () => {
    const ground = await bookGround(ctx);
    let lines = 0;
    for (let index = 0; index < team.members; index++)
      lines += (await readBook(ctx, { id: `member-${index}`, role: 'csm' }, since, ground)).due.length;
    return lines;
  });
  if (work.result === 0) throw new Error('books that say nothing measure nothing');
  return finding(bench, `books of ${team.members} members / reading what is in them`, work, reading, 3);
}

/** Of a minute in which nothing came in; beside it: reading the tickets that are open. */
async function minute(bench: Bench): Promise<Finding> {
  const { ctx } = bench;
  const reading = await lap(bench, async () => (await readOpenTickets(ctx, ctx.clock.now())).length);
  if (reading.result === 0) throw new Error('a watch over no tickets measures nothing');
  await watchClocks(ctx); // tells what is due
  await watchClocks(ctx); // finds nothing more
  const work = await lap(bench, async () => (await watchClocks(ctx)).posts);
  return finding(bench, 'a quiet minute of sla.watch / reading the tickets', work, reading, 0.5);
}

/** Beside it: asking every rule about the same accounts. */
async function news(bench: Bench): Promise<Finding> {
  const { ctx } = bench;
  const accountIds = Array.from({ length: newsAccounts }, (_, index) => `account-${index}`);
  await sendNews(bench, newsAccounts, 1);
  await watchNews(ctx);
  await sendNews(bench, newsAccounts, 2);
  const asking = await lap(bench, async () => {
    let asked = 0;
    for await (const _ of findRisks(ctx, { accountIds })) asked++;
    return asked;
  });
  const before = await countScores(bench);
  const work = await lap(bench, async () => (await watchNews(ctx))?.accounts ?? 0);
  if (work.result !== newsAccounts) throw new Error('a pass without news measures nothing');
  const made = finding(bench, `news of ${newsAccounts} accounts / asking their rules`, work, asking, 4);
  return { ...made, detail: { ...made.detail, 'scores stored': (await countScores(bench)) - before } };
}

/** Beside it: scoring every account. */
async function nudges(bench: Bench): Promise<Finding> {
  const { ctx } = bench;
  const scoring = await lap(bench, async () => {
    const knownAt = await ctx.store.lastSequence();
    return (await scoreAt(ctx, await ctx.store.listAccounts(), ctx.clock.now(), knownAt)).length;
  });
  const work = await lap(bench, async () => (await sendNudges(ctx, 'all')).accounts);
  return finding(bench, 'nudges.plan / scoring every account', work, scoring, 2);
}

/** Beside it: reading the events of the same accounts, one after the other. */
async function onboardings(bench: Bench): Promise<Finding> {
  const { ctx } = bench;
  const ids = (await listOnboardings(ctx)).map(({ id }) => id);
  const known = { asOf: ctx.clock.now(), knownAt: await ctx.store.lastSequence() };
  const reading = await lap(bench, async () => {
    let events = 0;
    for (const id of ids) events += (await ctx.store.readEvents(id, known)).length;
    return events;
  });
  const work = await lap(bench, async () => (await listOnboardings(ctx)).length);
  return finding(bench, `${work.result} onboardings / reading their events`, work, reading, 8);
}

async function lap(bench: Bench, work: () => Promise<number>): Promise<Lap> {
  const before = bench.statements.count;
  const { ms, result } = await timeMs(work);
  return { ms, statements: bench.statements.count - before, result };
}

async function countScores({ database }: Bench): Promise<number> {
  const { count } = await database.queries
    .selectFrom('health_scores')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

function finding(bench: Bench, name: string, work: Lap, peer: Lap, limit: number): Finding {
  return {
    name: `${name}, ${bench.engine}`,
    figure: work.ms / peer.ms,
    unit: '×',
    sense: 'most',
    limit,
    detail: { ms: Math.round(work.ms), statements: work.statements, 'peer ms': Math.round(peer.ms) },
  };
}
