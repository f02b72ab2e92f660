import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createThrowawayDatabase } from '../support/throwaway-database.ts';
import { killChildren } from './child-handle.ts';
import { suspend } from './hurt-workers.ts';
import { runKills, type Wound } from './kill-run.ts';
import { type Ledger, startLedger } from './ledger.ts';
import type { MutantName } from './mutants.ts';
import { openRunSpace, type RunSpace } from './run-space.ts';

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
    ['no-transaction', 'statement', 8, /lost/],
  ];
  test.each(killed)('%s is seen when a process is killed at %s', async (mutant, wound, kills, words) => {
    const database = await createThrowawayDatabase(inject('serverUrl'));
    try {
      const { problems } = await runKills({
        ...{ run: mutant, ledger, kills, seed: 3, clockFile: join(folder, mutant), mutant, wounds: [wound] },
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

  test.each([null, 'late-switch'] as const)(
    'TB24 with %s a switch after the claim stops it or not',
    async (mutant) => {
      const run = await open();
      const [worker, hand] = await Promise.all([run.start(mutant), run.start()]);
      await hand.ask({ do: 'seed' });
      await run.approve(hand, 3);
      for (const step of ['check', 'begin', 'call']) {
        await worker.start({ do: 'pass', pauseAt: { step, nth: 1 } });
        await hand.ask({ do: 'flip', on: true });
        await worker.finish();
        await hand.ask({ do: 'flip', on: false });
        run.clock.advance(61_000);
      }
      expect(await ledger.calls(run.run)).toHaveLength(mutant === null ? 0 : 3);
    },
  );

  test.each([null, 'no-require-grant'] as const)(
    'TB14 with %s a call around the door is refused or not',
    async (mutant) => {
      const run = await open();
      const child = await run.start(mutant);
      await child.ask({ do: 'seed' });
      expect(await child.ask({ do: 'intrude' })).toBe(mutant === null ? 'HF_GRANT_MISSING' : 'sent');
      const problems = await run.judge(child);
      expect(problems).toEqual(mutant === null ? [] : ['hf-forged-1: unaudited: no such proposal']);
    },
  );
});
