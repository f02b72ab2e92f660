import { chownSync, mkdtempSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { DatabaseLocation } from '../../src/store/database.ts';
import { administer, createThrowawayDatabase } from '../support/throwaway-database.ts';
import { type Child, killChildren, startChild } from './child-handle.ts';
import { judgeRun } from './kill-run.ts';
import { type Ledger, startLedger } from './ledger.ts';
import { deliveries } from './ledger-connector.ts';
import { postmasterOf } from './private-server.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

// TC5 on a disk without a byte left: what was acknowledged is kept, new work is refused, and with space it goes on.

const serverUrl = inject('serverUrl');
let ledger: Ledger;
let folder: string;
let disk: SmallDisk | null = null;

beforeAll(async () => {
  ledger = await startLedger();
  folder = mkdtempSync(join(tmpdir(), 'holdfast-crash-'));
});
afterEach(async () => {
  await killChildren();
  disk?.remove();
  disk = null;
});
afterAll(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

async function runFull(run: string, database: DatabaseLocation, small: SmallDisk) {
  const children: Child[] = [];
  const start = async (): Promise<Child> => {
    const name = `${run}-${children.length}`;
    const clockFile = join(folder, run);
    const setup = { name, run, database, clockFile, ledgerPort: ledger.port, mutant: null };
    const child = await startChild(setup);
    children.push(child);
    return child;
  };
  const plan = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      delivery: index % deliveries.length,
      text: `${run} ${name} ${index}`,
      decision: 'approve' as const,
    }));
  const decide = (child: Child, name: string, count: number) =>
    child.ask({ do: 'decide', plan: plan(name, count), pauseAtOperation: null });

  const first = await start();
  await first.ask({ do: 'seed' });
  await decide(first, 'before', 6);
  small.fill();
  const refused = await decide(first, 'during', 5_000).then(
    () => null,
    (error: Error) => error.message,
  );
  await first.ask({ do: 'run', pauseAt: null }).catch(() => undefined);
  await first.kill();
  small.free();
  const last = await start();
  await decide(last, 'after', 6);
  return { refused, ...(await judgeRun({ run, database, ledger }, last, children)) };
}

test('TC5 on the embedded engine', async ({ skip }) => {
  disk = mountSmallDisk(192, tmpdir());
  if (!disk) return skip('this process may not mount a disk');
  const home = join(disk.folder, 'home');
  const result = await runFull('full-embedded', { kind: 'embedded', home }, disk);
  expect(result.refused).toMatch(/No space left|could not|stopped/i);
  expect(result.problems).toEqual([]);
  expect(result.calls).toBeGreaterThanOrEqual(12);
}, 300_000);

test.skipIf(!serverUrl)(
  'TC5 on a PostgreSQL server',
  async ({ skip }) => {
    const postmaster = `/proc/${await postmasterOf(serverUrl)}`;
    // A server that was unpacked sees nothing outside of its own root.
    const root = readlinkSync(`${postmaster}/root`);
    disk = mountSmallDisk(64, root === '/' ? tmpdir() : root);
    if (!disk) return skip('this process may not mount a disk');
    const { uid, gid } = statSync(postmaster);
    chownSync(disk.folder, uid, gid);
    const database = await createThrowawayDatabase(serverUrl);
    const name = new URL(database.url).pathname.slice(1);
    try {
      await administer(serverUrl, `create tablespace ${name} location '/${relative(root, disk.folder)}'`);
      await administer(serverUrl, `alter database ${name} set tablespace ${name}`);
      const location = { kind: 'server' as const, url: database.url, migrationUrl: null, poolSize: 3 };
      const result = await runFull('full-server', location, disk);
      expect(result.refused).toMatch(/No space left/i);
      expect(result.problems).toEqual([]);
      expect(result.calls).toBeGreaterThanOrEqual(12);
    } finally {
      await killChildren();
      await database.drop();
      await administer(serverUrl, `drop tablespace if exists ${name}`);
    }
  },
  300_000,
);
