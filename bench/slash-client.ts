import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { signCommand } from './sign-command.ts';

/**
 * Slack's side of the bench under load, in a thread of its own: so many signed slash commands a second to each of two addresses,
 * whether or not the ones before were acknowledged, and every answer that comes back.
 */
export interface SlashClientData {
  targets: readonly string[];
  signingSecret: string;
  perSecond: number;
  seconds: number;
  /** After the last command, answers are waited for until none has come for so long. */
  silentSeconds: number;
}

/** What came of the commands to one address. */
export interface SlashOutcome {
  sent: number;
  /** How long each acknowledgement took, of those that came. */
  ackMs: number[];
  /** How long each answer took; whoever is missing was lost. */
  answerMs: number[];
}

/** What people type, over and over. */
const said = ['health account-', 'timeline account-', 'why account-', 'health account-', 'help '];

const { targets, signingSecret, perSecond, seconds, silentSeconds } = workerData as SlashClientData;
const sentAt = new Map<number, number>();
const outcomes = targets.map((): SlashOutcome => ({ sent: 0, ackMs: [], answerMs: [] }));

const api = createServer((request, response) => {
  const number = Number(/^\/commands\/(\d+)$/.exec(request.url ?? '')?.[1] ?? Number.NaN);
  request.resume();
  request.on('end', () => {
    const at = sentAt.get(number);
    // A second message to one command is no second answer.
    if (at !== undefined && sentAt.delete(number))
      outcomes[number % targets.length]?.answerMs.push(performance.now() - at);
    response.setHeader('content-type', 'application/json').end('{"ok":true}');
  });
});
await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
const { port } = api.address() as { port: number };
const answerAt = `http://127.0.0.1:${port}`;
parentPort?.postMessage({ kind: 'ready', apiUrl: `${answerAt}/api/` });

parentPort?.once('message', async () => {
  const start = performance.now();
  const pending: Promise<void>[] = [];
  for (let round = 0; round < perSecond * seconds; round++) {
    const dueMs = (round * 1000) / perSecond - (performance.now() - start);
    if (dueMs > 1) await pause(dueMs);
    for (const [index, target] of targets.entries())
      pending.push(send(round * targets.length + index, target));
  }
  await Promise.all(pending);
  for (let [silent, open] = [0, sentAt.size]; silent < silentSeconds && sentAt.size > 0; silent++) {
    await pause(1000);
    if (sentAt.size < open) silent = 0;
    open = sentAt.size;
  }
  parentPort?.postMessage({ kind: 'done', outcomes });
  api.close();
});

async function send(number: number, target: string): Promise<void> {
  const outcome = outcomes[number % targets.length];
  const round = Math.floor(number / targets.length);
  const words = said[round % said.length] ?? '';
  const text = words.endsWith('-') ? `${words}${round % 500}` : words;
  const start = performance.now();
  sentAt.set(number, start);
  if (!outcome) return;
  outcome.sent++;
  try {
    const response = await fetch(target, signCommand(number, { text, answerAt, signingSecret }));
    await response.arrayBuffer();
    if (response.status === 200) outcome.ackMs.push(performance.now() - start);
  } catch {
    // Not acknowledged: it is missing among `ackMs`.
  }
}
