import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { watchAccounts } from '../src/services/alerts/watch-accounts.ts';
import { scoreAccounts } from '../src/services/score-accounts.ts';
import { type Finding, timeMs } from './measure.ts';
import type { Bench } from './stores.ts';

const workers = 2;
const limitSeconds = { embedded: 30, server: 10 } as const;

/**
 * The night of a portfolio that was never looked at: every account is scored, asked by every rule of every pack, and has
 * its alerts raised and written. Beside it, in the same run, scoring and storing the scores alone, which is what a night
 * cannot do without. On a server two processes take half of the accounts each.
 */
export async function benchNightly(bench: Bench): Promise<Finding[]> {
  const scoring = await timeMs(() => scoreAccounts(bench.ctx));
  const { ms, cpuMs } = await timeNight(bench);
  const alerts = await bench.ctx.store.listAlerts({ limit: 100_000 });
  if (alerts.length === 0) throw new Error('a night that raises no alert says nothing');
  const detail = {
    accounts: scoring.result.length,
    alerts: alerts.length,
    'scoring alone ms': Math.round(scoring.ms),
    ...(cpuMs === null ? {} : { 'cpu ms': Math.round(cpuMs) }),
  };
  const who = bench.url === null ? 'embedded' : `server, ${workers} workers`;
  return [
    {
      name: `nightly pass, ${who}`,
      figure: ms / 1_000,
      unit: 's',
      sense: 'most',
      detail,
      limit: limitSeconds[bench.engine],
    },
    {
      name: `nightly pass / scoring alone, ${who}`,
      figure: ms / scoring.ms,
      unit: '×',
      sense: 'most',
      limit: bench.url === null ? 4 : 2.5,
      detail: {},
    },
  ];
}

async function timeNight({ ctx, url }: Bench): Promise<{ ms: number; cpuMs: number | null }> {
  if (url !== null) return { ms: await timeWorkers(url), cpuMs: null };
  const before = process.cpuUsage();
  const { ms } = await timeMs(() => watchAccounts(ctx, { firstSight: 'call' }));
  const { user, system } = process.cpuUsage(before);
  return { ms, cpuMs: (user + system) / 1_000 };
}

async function timeWorkers(url: string): Promise<number> {
  const children = Array.from({ length: workers }, (_, index) =>
    fork(new URL('./nightly-worker.ts', import.meta.url), [url, String(index + 1), String(workers)]),
  );
  await Promise.all(children.map((child) => heard(child, 'warm')));
  const { ms } = await timeMs(async () => {
    const done = children.map((child) => heard(child, 'done'));
    for (const child of children) child.send('start');
    await Promise.all(done);
  });
  await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  return ms;
}

async function heard(child: ChildProcess, word: string): Promise<void> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a worker ended with code ${code}`);
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  if (message !== word) throw new Error(`a worker said ${String(message)}`);
}
