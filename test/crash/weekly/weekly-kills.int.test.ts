import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { createThrowawayDatabase } from '../../support/throwaway-database.ts';
import { runWeeklyKills } from './weekly-run.ts';

test.skipIf(!inject('serverUrl'))(
  'TC1 TC2 of processes killed amid what is weekly, each recipient has one of each week, and nothing is sent twice',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-weekly-'));
    const database = await createThrowawayDatabase(inject('serverUrl'));
    const location = { kind: 'server' as const, url: database.url, migrationUrl: null, poolSize: 3 };
    const result = await runWeeklyKills({ database: location, folder, kills: 4, seed: 3 });
    expect(result.problems).toEqual([]);
    expect(result.facts.digests).toBeGreaterThan(0);
    expect(result.facts['posts of jobs']).toBeGreaterThan(0);
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  },
  300_000,
);
