import type { ChatRequest } from '../src/bot/reply.ts';
import { answerChat } from '../src/bot/router.ts';
import { type Finding, median, percentile, timeMs } from './measure.ts';
import type { Bench } from './stores.ts';

const questions = 300;
/** Accounts that somebody asks about; each is asked several times, as people do. */
const askedAccounts = 60;

/**
 * `/cs health ACCOUNT` inside the process, from the chat request to the view. An account's first question works out its
 * weekly history, which later ones remember; it is reported beside them.
 */
export async function benchAnswer(bench: Bench, limitMs: number): Promise<Finding> {
  const accounts = (await bench.ctx.store.listAccounts()).slice(0, askedAccounts);
  const first = await askEach(
    bench,
    accounts.map(({ id }) => id),
  );
  const ids = Array.from({ length: questions }, (_, index) => accounts[index % accounts.length]?.id ?? '');
  const times = await askEach(bench, ids);
  const detail = {
    questions,
    p50Ms: round(median(times)),
    firstP50Ms: round(median(first)),
    firstP99Ms: round(percentile(first, 0.99)),
  };
  return {
    name: `/cs health in process, p99, ${bench.engine}`,
    figure: percentile(times, 0.99),
    unit: 'ms',
    limit: limitMs,
    sense: 'most',
    detail,
  };
}

async function askEach(bench: Bench, ids: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const id of ids) {
    const { ms, result } = await timeMs(() => answerChat(bench.ctx, healthRequest(id)));
    if (!result.view.summary.includes(' of 100')) throw new Error(`no health answer: ${result.view.summary}`);
    times.push(ms);
  }
  return times;
}

function healthRequest(account: string): ChatRequest {
  return {
    platform: 'slack',
    team: 'T0BENCH',
    user: 'U0BENCH',
    channel: 'D0BENCH',
    place: 'direct',
    thread: null,
    asked: { kind: 'command', text: `health ${account}` },
  };
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
