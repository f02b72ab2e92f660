import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { compiled } from '../../support/compiled.ts';
import type { WeeklyRequest, WeeklySetup, WeeklyWord } from './weekly-protocol.ts';

/** A process that runs what is weekly, as the harness holds it. */
export interface WeeklyProcess {
  words: readonly WeeklyWord[];
  /** Resolves with how it ended: it answered, stands still, or is gone. */
  ask(request: WeeklyRequest): Promise<'done' | 'still' | 'gone'>;
  /** SIGKILL; resolves when it is gone and all that it said is read. */
  kill(): Promise<void>;
}

/** Starts one; it resolves when its store is open. */
export async function startWeekly(setup: WeeklySetup): Promise<WeeklyProcess> {
  const child: ChildProcess = fork(new URL('./weekly-child.ts', import.meta.url), [JSON.stringify(setup)], {
    execArgv: [],
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH, ...compiled },
  });
  const words: WeeklyWord[] = [];
  let told: () => void = () => undefined;
  let isGone = false;
  const lines = createInterface({ input: child.stdout! });
  lines.on('line', (line) => {
    words.push(JSON.parse(line) as WeeklyWord);
    told();
  });
  const gone = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(() => {
    isGone = true;
    told();
  });
  const next = async (from: number, ...wanted: WeeklyWord['say'][]): Promise<WeeklyWord['say'] | 'gone'> => {
    for (;;) {
      const word = words.slice(from).find(({ say }) => wanted.includes(say));
      if (word) return word.say;
      if (isGone) return 'gone';
      await new Promise<void>((resolve) => {
        told = resolve;
      });
    }
  };
  if ((await next(0, 'ready')) === 'gone') throw new Error(`${setup.name} ended before its store was open`);
  return {
    words,
    ask: async (request) => {
      const from = words.length;
      child.stdin?.write(`${JSON.stringify(request)}\n`);
      return (await next(from, 'done', 'still')) as 'done' | 'still' | 'gone';
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
