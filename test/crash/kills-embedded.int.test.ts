import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { killChildren } from './child-handle.ts';
import { runKills, wounds } from './kill-run.ts';
import { type Ledger, startLedger } from './ledger.ts';

let ledger: Ledger;
let folder: string;

beforeAll(async () => {
  ledger = await startLedger();
  folder = mkdtempSync(join(tmpdir(), 'holdfast-crash-'));
});
afterEach(killChildren);
afterAll(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

test('TC1 TC2 TC3 TC4 of 22 processes killed on the embedded engine nothing is lost, doubled or unaudited', async () => {
  const result = await runKills({
    run: 'embedded',
    ledger,
    kills: 22,
    seed: 1,
    clockFile: join(folder, 'clock'),
    database: { kind: 'embedded', home: join(folder, 'home'), template: inject('embeddedTemplate') },
  });
  expect(result.problems).toEqual([]);
  expect(Object.values(result.kills).reduce((sum, count) => sum + count, 0)).toBe(22);
  expect(Object.keys(result.kills)).toEqual([...wounds]);
  expect(result.states.done).toBeGreaterThan(0);
  expect(result.states.settled).toBeGreaterThan(0);
}, 600_000);
