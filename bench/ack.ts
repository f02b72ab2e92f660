import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { AckClientData } from './ack-client.ts';
import { type Finding, median, percentile } from './measure.ts';
import { scoreAll } from './score.ts';
import { signingSecret, startBare, startOurs } from './slack-apps.ts';
import type { Bench } from './stores.ts';

const rounds = 150;
const pauseMs = 25;

/**
 * The time until a slash command is acknowledged over HTTP, in turn with a bare Bolt app in the same process, while
 * the whole portfolio is being scored; and how long the event loop was held at most.
 */
export async function benchAck(bench: Bench): Promise<Finding[]> {
  const ourPort = 31_870;
  const barePort = 31_871;
  const data: AckClientData = {
    targets: [`http://127.0.0.1:${ourPort}/slack/events`, `http://127.0.0.1:${barePort}/slack/events`],
    signingSecret,
    rounds,
    pauseMs,
  };
  const client = new Worker(new URL('./ack-client.ts', import.meta.url), { workerData: data });
  const [ready] = (await once(client, 'message')) as [{ apiUrl: string }];
  const ours = await startOurs(bench, ourPort, ready.apiUrl);
  const bare = await startBare(barePort, ready.apiUrl);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let scoring = true;
  const scored = (async () => {
    while (scoring) await scoreAll(bench, bench.ctx.clock.now());
  })();
  delay.enable();
  client.postMessage('go');
  const [done] = (await once(client, 'message')) as [{ times: number[][] }];
  delay.disable();
  scoring = false;
  await scored;
  await ours();
  await bare();
  await client.terminate();
  return findings(bench, done.times, delay.percentile(99) / 1e6);
}

function findings(bench: Bench, [ours = [], bare = []]: number[][], delayP99Ms: number): Finding[] {
  const round = (ms: number): number => Math.round(ms * 100) / 100;
  const detail = {
    oursP50Ms: round(median(ours)),
    bareP50Ms: round(median(bare)),
    oursP99Ms: round(percentile(ours, 0.99)),
    bareP99Ms: round(percentile(bare, 0.99)),
  };
  return [
    {
      name: `ack p50 / bare Bolt, ${bench.engine}`,
      figure: median(ours) / median(bare),
      unit: '×',
      limit: 1.5,
      sense: 'most',
      detail,
    },
    {
      name: `event-loop delay p99, ${bench.engine}`,
      figure: delayP99Ms,
      unit: 'ms',
      limit: 50,
      sense: 'most',
      detail: { rounds },
    },
  ];
}
