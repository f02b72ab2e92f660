import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { compiled } from '../support/compiled.ts';
import type { ChildRequest, ChildSetup, ChildWord } from './child-protocol.ts';

/** A child process, as the harness holds it. */
export interface Child {
  name: string;
  pid: number;
  /** Everything it said, in order; a process that was killed has said what it wrote. */
  words: readonly ChildWord[];
  /** Resolves with the answer; rejects when it answers with an error or ends. */
  ask<T = unknown>(request: ChildRequest): Promise<T>;
  /** Asks for something that it will be killed in: no answer is expected. Resolves with how that ended. */
  start(request: ChildRequest): Promise<'paused' | 'answered' | 'ended'>;
  /** Lets a paused child go on; resolves with the answer to what it was started with. */
  finish(): Promise<unknown>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** SIGKILL; resolves when it is gone and everything that it said is read. */
  kill(): Promise<void>;
}

const living = new Set<Child>();

/** Kills whatever still runs: stands in every `afterEach`. */
export async function killChildren(): Promise<void> {
  await Promise.all([...living].map((child) => child.kill()));
}

/** Starts a child; it resolves when the child has opened its store. */
export async function startChild(setup: ChildSetup): Promise<Child> {
  const process = fork(new URL('./child-main.ts', import.meta.url), [JSON.stringify(setup)], {
    execArgv: [],
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    env: environment(),
  });
  const child = handleOf(process, setup.name);
  living.add(child);
  process.once('exit', () => living.delete(child));
  await child.said(({ say }) => say === 'ready');
  return child;
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, ...compiled };
}

type Answer = Extract<ChildWord, { say: 'answer' }>;

function handleOf(
  process: ChildProcess,
  name: string,
): Child & { said(test: (word: ChildWord) => boolean): Promise<ChildWord> } {
  const words: ChildWord[] = [];
  const waiting = new Set<{
    from: number;
    test(word: ChildWord): boolean;
    done(word: ChildWord | null): void;
  }>();
  const lines = createInterface({ input: process.stdout! });
  let isOver = false;
  lines.on('line', (line) => {
    const word = JSON.parse(line) as ChildWord;
    words.push(word);
    for (const one of waiting) if (one.test(word)) finish(one, word);
  });
  const over = Promise.all([once(process, 'exit'), once(lines, 'close')]).then(() => {
    isOver = true;
    for (const one of waiting) finish(one, null);
  });
  const finish = (one: typeof waiting extends Set<infer T> ? T : never, word: ChildWord | null): void => {
    waiting.delete(one);
    one.done(word);
  };
  const next = (test: (word: ChildWord) => boolean): Promise<ChildWord | null> =>
    new Promise((done) => {
      if (isOver) return done(null);
      waiting.add({ from: words.length, test, done });
    });
  const said = async (test: (word: ChildWord) => boolean): Promise<ChildWord> => {
    const word = words.find(test) ?? (await next(test));
    if (word === null)
      throw new Error(`${name} ended (${process.signalCode ?? process.exitCode}) before it answered`);
    return word;
  };
  const resultOf = (word: Answer | null, asked: string): unknown => {
    if (word === null) throw new Error(`${name} ended before it answered to ${asked}`);
    if (!word.ok) throw new Error(`${name} could not ${asked}: ${String(word.result)}`);
    return word.result;
  };
  const send = (request: ChildRequest): void => void (process.connected && process.send(request));
  return {
    name,
    pid: process.pid ?? 0,
    words,
    said,
    ask: async <T>(request: ChildRequest): Promise<T> => {
      const answer = next(({ say }) => say === 'answer');
      send(request);
      return resultOf((await answer) as Answer | null, request.do) as T;
    },
    start: async (request) => {
      const word = next(({ say }) => say === 'answer' || say === 'paused');
      send(request);
      const first = await word;
      if (first?.say === 'answer' && !first.ok) throw new Error(`${name}: ${String(first.result)}`);
      return first === null ? 'ended' : first.say === 'paused' ? 'paused' : 'answered';
    },
    finish: async () => {
      const answer = next(({ say }) => say === 'answer');
      process.stdin?.write('.');
      return resultOf((await answer) as Answer | null, 'go on');
    },
    signal: (signal) => void process.kill(signal),
    kill: async () => {
      process.kill('SIGKILL');
      await over;
    },
  };
}
