import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { prepareActions, runActions, runOneByOne, withSerialChain } from './action-cycle.ts';
import { type Finding, timeMs } from './measure.ts';
import type { Bench } from './stores.ts';

const workers = 4;
const actions = 600;
const warmUp = 200;

/**
 * The whole way of an action: propose, decide, claim, execute, settle, with the effect in a ledger that costs nothing.
 * On a server four workers, each a process, are held against one that does one thing after the other and extends the
 * chain of the audit in every transaction, which is how such logs are usually kept.
 */
export async function benchActions(bench: Bench): Promise<Finding[]> {
  await prepareActions(bench.ctx);
  return bench.url === null ? [await benchOne(bench)] : [await benchMany(bench, bench.url)];
}

async function benchOne({ ctx }: Bench): Promise<Finding> {
  await runActions(ctx, warmUp, 'warm');
  const { ms } = await timeMs(() => runActions(ctx, actions, 'worker'));
  return {
    name: 'actions a second, embedded',
    figure: (actions / ms) * 1_000,
    unit: '',
    limit: 100,
    sense: 'least',
    detail: { actions },
  };
}

async function benchMany({ ctx }: Bench, url: string): Promise<Finding> {
  const serial = withSerialChain(ctx);
  await runOneByOne(serial, warmUp);
  const peer = await timeMs(() => runOneByOne(serial, actions));
  const children = Array.from({ length: workers }, (_, index) =>
    fork(new URL('./action-worker.ts', import.meta.url), [url, String(actions), `worker-${index}`]),
  );
  await Promise.all(children.map((child) => heard(child, 'warm')));
  const ours = await timeMs(async () => {
    const done = children.map((child) => heard(child, 'done'));
    for (const child of children) child.send('start');
    await Promise.all(done);
  });
  await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  const perSecond = { ours: ((workers * actions) / ours.ms) * 1_000, peer: (actions / peer.ms) * 1_000 };
  return {
    name: `actions, ${workers} workers / one with a serial chain`,
    figure: perSecond.ours / perSecond.peer,
    unit: '×',
    limit: 4,
    sense: 'least',
    detail: { 'a second': Math.round(perSecond.ours), 'peer a second': Math.round(perSecond.peer) },
  };
}

async function heard(child: ChildProcess, word: string): Promise<void> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a worker ended with code ${code}`);
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  if (message !== word) throw new Error(`a worker said ${String(message)}`);
}
