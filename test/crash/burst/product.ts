import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { compiled } from '../../support/compiled.ts';
import type { BurstSetup } from './protocol.ts';

/** A product process, as the harness holds it. */
export interface ProductHandle {
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when it has ended by itself. */
  stop(): Promise<void>;
}

const living = new Set<ChildProcess>();

/** Kills whatever still runs: stands in every `afterEach`. */
export async function killProducts(): Promise<void> {
  await Promise.all([...living].map((child) => endWith(child, 'SIGKILL')));
}

/** Lets a process fill the data folder. @returns how many messages that makes due */
export async function fillProduct(setup: BurstSetup, environment: Record<string, string>): Promise<number> {
  const child = startProcess(setup, environment);
  const { count } = await firstWord<{ count: number }>(child);
  if (child.exitCode === null) await once(child, 'exit');
  return count;
}

/** Starts the product; resolves when it serves. */
export async function startProduct(
  clock: BurstSetup['clock'],
  environment: Record<string, string>,
): Promise<ProductHandle> {
  const child = startProcess({ clock, do: 'serve' }, environment);
  await firstWord(child);
  return { kill: () => endWith(child, 'SIGKILL'), stop: () => endWith(child, 'SIGTERM') };
}

function startProcess(setup: BurstSetup, environment: Record<string, string>): ChildProcess {
  const child = fork(new URL('./product-process.ts', import.meta.url), [JSON.stringify(setup)], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH, ...compiled, ...environment },
  });
  living.add(child);
  child.once('exit', () => living.delete(child));
  return child;
}

async function firstWord<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a product process ended with ${code} before it was ready`);
  });
  ended.catch(() => undefined);
  const [word] = (await Promise.race([once(child, 'message'), ended])) as [T];
  return word;
}

async function endWith(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
