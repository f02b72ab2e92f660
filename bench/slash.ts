import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Finding, median, percentile } from './measure.ts';
import { scoreAll } from './score.ts';
import { signingSecret, startBare, startOurs } from './slack-apps.ts';
import type { SlashClientData, SlashOutcome } from './slash-client.ts';
import type { Bench } from './stores.ts';

const seconds = 60;
/** A command that is answered late was not lost. */
const silentSeconds = 120;

/**
 * Slash commands for a minute while the whole portfolio is being scored, beside a bare Bolt app under the same load in the same
 * process: how long acknowledgements take, and whether every command was answered.
 */
export async function benchSlash(bench: Bench): Promise<Finding[]> {
  const [ourPort, barePort] = [31_872, 31_873];
  const data: SlashClientData = {
    targets: [`http://127.0.0.1:${ourPort}/slack/events`, `http://127.0.0.1:${barePort}/slack/events`],
    signingSecret,
    seconds,
    silentSeconds,
    perSecond: bench.engine === 'server' ? 200 : 20,
  };
  const client = new Worker(new URL('./slash-client.ts', import.meta.url), { workerData: data });
  const [ready] = (await once(client, 'message')) as [{ apiUrl: string }];
  const ours = await startOurs(bench, ourPort, ready.apiUrl);
  const bare = await startBare(barePort, ready.apiUrl);
  let scoring = true;
  let runs = 0;
  const scored = (async () => {
    while (scoring) {
      await scoreAll(bench, bench.ctx.clock.now());
      runs++;
    }
  })();
  client.postMessage('go');
  const [done] = (await once(client, 'message')) as [{ outcomes: SlashOutcome[] }];
  scoring = false;
  await scored;
  await ours();
  await bare();
  await client.terminate();
  return findings(bench, done.outcomes, { perSecond: data.perSecond, runs });
}

function findings(
  { engine }: Bench,
  [ours, bare]: SlashOutcome[],
  { perSecond, runs }: { perSecond: number; runs: number },
): Finding[] {
  if (!ours || !bare) throw new TypeError('the client measured nobody');
  const round = (ms: number): number => Math.round(ms * 10) / 10;
  const unacked = ours.sent - ours.ackMs.length;
  return [
    {
      name: `slash ack p99 at ${perSecond}/s, ${engine}`,
      unit: 'ms',
      limit: 100,
      sense: 'most' as const,
      figure: percentile(ours.ackMs, 0.99),
      detail: {
        oursP50Ms: round(median(ours.ackMs)),
        bareP50Ms: round(median(bare.ackMs)),
        bareP99Ms: round(percentile(bare.ackMs, 0.99)),
        sent: ours.sent,
        scoringRuns: runs,
      },
    },
    {
      name: `slash commands lost, ${engine}`,
      unit: '',
      limit: 0,
      sense: 'most' as const,
      figure: Math.max(unacked, ours.sent - ours.answerMs.length),
      detail: {
        unacked,
        answered: ours.answerMs.length,
        bareAnswered: bare.answerMs.length,
        answerP50Ms: round(median(ours.answerMs)),
        answerP99Ms: round(percentile(ours.answerMs, 0.99)),
      },
    },
  ];
}
