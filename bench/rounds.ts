import { sendNudges } from '../src/services/adoption/send-nudges.ts';
import { watchAccounts, watchNews } from '../src/services/alerts/watch-accounts.ts';
import { bookGround, readBook } from '../src/services/book/read-book.ts';
import { listOnboardings } from '../src/services/onboarding/list-onboardings.ts';
import { findRisks } from '../src/services/risks/find-risks.ts';
import { scoreAt } from '../src/services/score-accounts.ts';
import { readOpenTickets } from '../src/services/sla/read-ticket-clocks.ts';
import { watchClocks } from '../src/services/sla/watch-clocks.ts';
import { type Finding, timeMs } from './measure.ts';
import { sendNews, team } from './rounds-ground.ts';
import type { Bench } from './stores.ts';

const newsAccounts = 200;
const dayMs = 86_400_000;

export async function benchRounds(bench: Bench): Promise<Finding[]> {
  const { ctx } = bench;
  const lap = async (name: string, work: () => Promise<unknown>): Promise<number> => {
    bench.statements.count = 0;
    const { ms, result } = await timeMs(work);
    console.error(
      `${name.padEnd(40)} ${ms.toFixed(0).padStart(8)} ms ${String(bench.statements.count).padStart(8)} statements  ${JSON.stringify(result)?.slice(0, 120)}`,
    );
    return ms;
  };
  await lap('watch all (first)', () =>
    watchAccounts(ctx, { firstSight: 'history', mark: 1 }).then(async (r) => {
      await watchNews(ctx);
      return r;
    }),
  );
  const books = async () => {
    const ground = await bookGround(ctx);
    const since = new Date(ctx.clock.now().getTime() - dayMs);
    for (let i = 0; i < team.members; i++)
      await readBook(ctx, { id: `member-${i}`, role: 'csm' }, since, ground);
  };
  await lap('books', books);
  await lap('open tickets', async () => (await readOpenTickets(ctx, ctx.clock.now())).length);
  await lap('sla.watch first', () => watchClocks(ctx));
  await lap('sla.watch second', () => watchClocks(ctx));
  await lap('sla.watch third', () => watchClocks(ctx));
  for (let round = 0; round < 3; round++) {
    await sendNews(bench, newsAccounts, round);
    await lap('risks of 200', async () => {
      let n = 0;
      for await (const _ of findRisks(ctx, {
        accountIds: Array.from({ length: 200 }, (_, i) => `account-${i}`),
      }))
        n++;
      return n;
    });
    await lap('news', () => watchNews(ctx));
  }
  await lap(
    'score all',
    async () =>
      (await scoreAt(ctx, await ctx.store.listAccounts(), ctx.clock.now(), await ctx.store.lastSequence()))
        .length,
  );
  await lap('nudges.plan', () => sendNudges(ctx, 'all'));
  await lap('nudges.plan again', () => sendNudges(ctx, 'all'));
  await lap('onboardings', async () => (await listOnboardings(ctx)).length);
  await lap('risks all', async () => {
    let n = 0;
    for await (const _ of findRisks(ctx, {})) n++;
    return n;
  });
  return [];
}
