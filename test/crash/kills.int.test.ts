import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createThrowawayDatabase } from '../support/throwaway-database.ts';
import { killChildren } from './child-handle.ts';
import { runKills } from './kill-run.ts';
import { type Ledger, startLedger } from './ledger.ts';

const minutes = 60_000;
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

const names = 'TC1 TC2 TC3 TC4 a killed process loses nothing, doubles nothing, and does nothing unaudited';

test(
  `${names}: 22 kills on the embedded engine`,
  async () => {
    const home = join(folder, 'home');
    const result = await runKills({
      ...{ run: 'embedded', ledger, kills: 22, seed: 1, clockFile: join(folder, 'embedded-clock') },
      database: { kind: 'embedded', home, template: inject('embeddedTemplate') },
    });
    expect(result.problems).toEqual([]);
    expect(total(result.kills)).toBe(22);
  },
  10 * minutes,
);

describe.skipIf(!inject('serverUrl'))('on a PostgreSQL server', () => {
  test(
    `${names}: 100 kills on the server engine`,
    async () => {
      const database = await createThrowawayDatabase(inject('serverUrl'));
      try {
        const result = await runKills({
          ...{ run: 'server', ledger, kills: 100, seed: 2, clockFile: join(folder, 'server-clock') },
          database: { kind: 'server', url: database.url, migrationUrl: null, poolSize: 3 },
        });
        expect(result.problems).toEqual([]);
        expect(total(result.kills)).toBe(100);
      } finally {
        await database.drop();
      }
    },
    10 * minutes,
  );
});

function total(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
