import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { signCommand } from './sign-command.ts';

/**
 * Slack's side of the bench, in a thread of its own: it sends signed slash commands to two addresses in turn and
 * times the acknowledgement, and it takes the answers that come back.
 */
export interface AckClientData {
  targets: readonly string[];
  signingSecret: string;
  rounds: number;
  /** Time between two requests: people do not type faster. */
  pauseMs: number;
}

const { targets, signingSecret, rounds, pauseMs } = workerData as AckClientData;
const api = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.setHeader('content-type', 'application/json').end('{"ok":true}'));
});
await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
const { port } = api.address() as { port: number };
const apiUrl = `http://127.0.0.1:${port}/api/`;
parentPort?.postMessage({ kind: 'ready', apiUrl });

parentPort?.once('message', async () => {
  const times: number[][] = targets.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, target] of targets.entries()) {
      const start = performance.now();
      const response = await fetch(target, slashCommand(round * targets.length + index));
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${target} answered ${response.status}`);
      times[index]?.push(performance.now() - start);
      await pause(pauseMs);
    }
  }
  parentPort?.postMessage({ kind: 'done', times });
  api.close();
});

function slashCommand(number: number): RequestInit {
  const text = `health account-${number % 50}`;
  return signCommand(number, { text, answerAt: `http://127.0.0.1:${port}`, signingSecret });
}
