import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { createThrowawayDatabase } from '../support/throwaway-database.ts';
import { killChildren } from './child-handle.ts';
import { suspend } from './hurt-workers.ts';
import { runKills, type Wound } from './kill-run.ts';
import { type Ledger, startLedger } from './ledger.ts';
import type { MutantName } from './mutants.ts';
import { openRunSpace, type RunSpace } from './run-space.ts';

vi.setConfig({ testTimeout: 180_000 }); // many processes start; on a busy machine each takes seconds

// Each proof with one check taken out of the product: then the checker has to complain, or it proves nothing.

describe.skipIf(!inject('serverUrl'))('a planted bug', () => {
  let ledger: Ledger;
  let folder: string;
  let space: (RunSpace & { run: string }) | null = null;
  let count = 0;

  beforeAll(async () => {
    ledger = await startLedger();
    folder = mkdtempSync(join(tmpdir(), 'holdfast-crash-'));
  });
  afterEach(async () => {
    await killChildren();
    await space?.close();
    space = null;
  });
  afterAll(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const killed: readonly [MutantName, Wound, number, RegExp][] = [
    ['blind-retry', 'called', 1, /doubled/],
    ['settle-before-call', 'settled', 1, /lost: it is called done and never happened/],
    ['no-intent', 'settled', 1, /unaudited: no intent/],
    ['no-transaction', 'statement', 25, /lost|unaudited/],
  ];
  test.each(killed)('%s is seen when a process is killed at %s', async (mutant, wound, kills, words) => {
    const database = await createThrowawayDatabase(inject('serverUrl'));
    try {
      const { problems } = await runKills({
        run: mutant,
        ledger,
        kills,
        seed: 3,
        clockFile: join(folder, mutant),
        mutant,
        wounds: [wound],
        database: { kind: 'server', url: database.url, migrationUrl: null, poolSize: 3 },
      });
      expect(problems.join('\n')).toMatch(words);
    } finally {
      await database.drop();
    }
  });

  const open = async (): Promise<RunSpace & { run: string }> => {
    space = await openRunSpace(inject('serverUrl'), ledger, `mutant-${count++}`);
    return space;
  };

  test('TC6 no-lease-check is seen when a worker is suspended before its call', async () => {
    const run = await open();
    const [stale, other] = await Promise.all([run.start('no-lease-check'), run.start()]);
    await stale.ask({ do: 'seed' });
    await run.approve(stale, 3);
    await suspend(run, stale, other, 'call');
    expect((await run.judge(other)).join('\n')).toMatch(/doubled: 2 effects \(lookup\)/);
  });

  test.each([
    { product: 'as it is', mutant: null, steps: ['check', 'begin', 'call'], calls: 0 },
    { product: 'with late-switch', mutant: 'late-switch', steps: ['check'], calls: 3 },
  ] as const)('TB24 a switch after the claim, the product $product', async ({ mutant, steps, calls }) => {
    const run = await open();
    const [worker, hand] = await Promise.all([run.start(mutant), run.start()]);
    await hand.ask({ do: 'seed' });
    await run.approve(hand, 3);
    for (const step of steps) {
      expect(await worker.start({ do: 'pass', pauseAt: { step, nth: 1 } })).toBe('paused');
      await hand.ask({ do: 'flip', on: true });
      await worker.finish();
      await hand.ask({ do: 'flip', on: false });
      run.clock.advance(61_000);
    }
    expect(await ledger.calls(run.run)).toHaveLength(calls);
  });

  test.each([
    { product: 'as it is', mutant: null, answer: 'HF_GRANT_MISSING', problems: [] },
    {
      product: 'with no-require-grant',
      mutant: 'no-require-grant',
      answer: 'sent',
      problems: ['hf-forged-1: unaudited: no such proposal'],
    },
  ] as const)('TB14 a call around the door, the product $product', async ({ mutant, answer, problems }) => {
    const run = await open();
    const child = await run.start(mutant);
    await child.ask({ do: 'seed' });
    expect(await child.ask({ do: 'intrude' })).toBe(answer);
    expect(await run.judge(child)).toEqual(problems);
  });
});
