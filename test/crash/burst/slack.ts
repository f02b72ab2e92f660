import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { compiled } from '../../support/compiled.ts';
import type { FastClockSetup } from './fast-clock.ts';
import type { Seen, SlackRequest, SlackWord, Weather } from './protocol.ts';

/** Slack's process, as the harness talks to it. */
export interface SlackHandle {
  url: string;
  token: string;
  /** How many messages it took so far. */
  count(): number;
  /** Resolves when the next message has arrived, before its answer is out. */
  nextArrival(): Promise<void>;
  setWeather(weather: Partial<Weather>): Promise<void>;
  seen(): Promise<Seen>;
  close(): Promise<void>;
}

const calm: Weather = {
  state: 'up',
  lostPercent: 0,
  busyPercent: 0,
  retryAfterSeconds: 30,
  answerAfterMs: 20,
  greetAfterMs: 0,
};

/** Starts it on a free port of this machine. */
export async function startSlack(clock: FastClockSetup, seed: number): Promise<SlackHandle> {
  const child: ChildProcess = fork(
    new URL('./slack-process.ts', import.meta.url),
    [JSON.stringify({ clock, seed })],
    {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { PATH: process.env.PATH, ...compiled },
    },
  );
  let count = 0;
  let arrived: (() => void)[] = [];
  child.on('message', (word: SlackWord) => {
    if (word.say !== 'arrived') return;
    count = word.count;
    for (const done of arrived.splice(0)) done();
    arrived = [];
  });
  const heard = async <Name extends SlackWord['say']>(
    name: Name,
  ): Promise<Extract<SlackWord, { say: Name }>> => {
    for (;;) {
      const [word] = (await once(child, 'message')) as [SlackWord];
      if (word.say === name) return word as Extract<SlackWord, { say: Name }>;
    }
  };
  const ask = async (request: SlackRequest): Promise<unknown> => {
    const answer = heard('answer');
    child.send(request);
    return (await answer).result;
  };
  const { url, token } = await heard('ready');
  return {
    url,
    token,
    count: () => count,
    nextArrival: () => new Promise((resolve) => arrived.push(resolve)),
    setWeather: async (weather) => void (await ask({ do: 'weather', weather: { ...calm, ...weather } })),
    seen: async () => (await ask({ do: 'arrivals' })) as Seen,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
