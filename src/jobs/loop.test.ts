import { expect, test, vi } from 'vitest';
import { startLoop } from './loop.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('goes on while there is more, then waits to be nudged', async () => {
  const answers = [true, true, false, false];
  const pass = vi.fn(async () => answers.shift() ?? false);
  const loop = startLoop({ pass, idleMs: 3_600_000, failedMs: 3_600_000, onError: () => undefined });
  await turn();
  expect(pass).toHaveBeenCalledTimes(3);
  loop.nudge();
  await turn();
  expect(pass).toHaveBeenCalledTimes(4);
  await loop.stop();
});

test('a nudge during a pass makes another follow, never two at once', async () => {
  let running = 0;
  let most = 0;
  let passes = 0;
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const loop = startLoop({
    pass: async () => {
      passes++;
      most = Math.max(most, ++running);
      await gate;
      running--;
      return false;
    },
    idleMs: 3_600_000,
    failedMs: 3_600_000,
    onError: () => undefined,
  });
  loop.nudge();
  loop.nudge();
  open();
  await turn();
  await loop.stop();
  expect({ passes, most }).toEqual({ passes: 2, most: 1 });
});

test('a failing pass is told, and stopping waits for the pass that runs', async () => {
  const errors: unknown[] = [];
  const loop = startLoop({
    pass: async () => Promise.reject(new Error('no database')),
    idleMs: 3_600_000,
    failedMs: 3_600_000,
    onError: (error: unknown) => errors.push(error),
  });
  await turn();
  await loop.stop();
  loop.nudge();
  await turn();
  expect(errors).toHaveLength(1);
});
