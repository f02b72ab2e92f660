import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createThrowawayDatabase, type ThrowawayDatabase } from '../support/throwaway-database.ts';
import { killChildren } from './child-handle.ts';
import { runKills, wounds } from './kill-run.ts';
import { type Ledger, startLedger } from './ledger.ts';

describe.skipIf(!inject('serverUrl'))('on a PostgreSQL server', () => {
  let ledger: Ledger;
  let folder: string;
  let database: ThrowawayDatabase;

  beforeAll(async () => {
    ledger = await startLedger();
    folder = mkdtempSync(join(tmpdir(), 'holdfast-crash-'));
    database = await createThrowawayDatabase(inject('serverUrl'));
  });
  afterEach(killChildren);
  afterAll(async () => {
    await ledger.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('TC1 TC2 TC3 TC4 of 108 processes killed nothing is lost, doubled or unaudited', async () => {
    const result = await runKills({
      run: 'server',
      ledger,
      kills: 108,
      seed: 2,
      clockFile: join(folder, 'clock'),
      database: { kind: 'server', url: database.url, migrationUrl: null, poolSize: 3 },
    });
    expect(result.problems).toEqual([]);
    expect(result.kills).toEqual(Object.fromEntries(wounds.map((wound) => [wound, 12])));
    expect(result.states.done).toBeGreaterThan(0);
    expect(result.states.settled).toBeGreaterThan(0);
  }, 600_000);
});
