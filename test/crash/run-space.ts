import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/store/database.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { createThrowawayDatabase } from '../support/throwaway-database.ts';
import { checkRun } from './check-run.ts';
import { type Child, startChild } from './child-handle.ts';
import type { PlannedAction } from './child-protocol.ts';
import type { Drained } from './drain.ts';
import type { Ledger } from './ledger.ts';
import { deliveries } from './ledger-connector.ts';
import type { MutantName } from './mutants.ts';
import { readRun } from './read-run.ts';
import { openSharedClock, type SharedClock } from './shared-clock.ts';

/** One run on a server: a database, a clock and children that share both. */
export interface RunSpace {
  url: string;
  store: Store;
  clock: SharedClock;
  /** Starts one more process. @param at - another way to the same database */
  start(mutant?: MutantName | null, at?: string): Promise<Child>;
  /** Proposes and approves so many actions, over all deliveries in turn, or those given. */
  approve(child: Child, count: number, which?: readonly number[]): Promise<void>;
  /** Lets what is left come to its end, settles what only people can, and judges everything. */
  judge(child: Child): Promise<string[]>;
  close(): Promise<void>;
}

/** Makes a database of its own and fills it with people, an account and a ticket. */
export async function openRunSpace(
  adminUrl: string,
  ledger: Ledger,
  run: string,
): Promise<RunSpace & { run: string }> {
  const database = await createThrowawayDatabase(adminUrl);
  return await openRunSpaceAt(database.url, ledger, run, () => database.drop());
}

/** The same on a database that is there. */
export async function openRunSpaceAt(
  url: string,
  ledger: Ledger,
  run: string,
  drop: () => Promise<void>,
): Promise<RunSpace & { run: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-crash-'));
  const clockFile = join(folder, 'clock');
  const opened = await openDatabase({ kind: 'server', url, migrationUrl: null, poolSize: 4 });
  const store = createStore(opened);
  const clock = openSharedClock(clockFile);
  const children: Child[] = [];
  let planned = 0;
  let started = 0;
  const start: RunSpace['start'] = async (mutant = null, at = url) => {
    const name = `${run}-${started++}`;
    const location = { kind: 'server' as const, url: at, migrationUrl: null, poolSize: 3 };
    const setup = { name, run, database: location, ledgerPort: ledger.port, clockFile, mutant };
    const child = await startChild(setup);
    children.push(child);
    return child;
  };
  return {
    run,
    url,
    store,
    clock,
    start,
    approve: async (child, count, which = deliveries.map((_one, index) => index)) => {
      const plan = Array.from({ length: count }, (): PlannedAction => {
        const delivery = which[planned % which.length] ?? 0;
        return { delivery, text: `${run} ${planned++}`, decision: 'approve' };
      });
      await child.ask({ do: 'decide', plan, pauseAtOperation: null });
    },
    judge: async (child) => {
      const { left, unknown } = await child.ask<Drained>({ do: 'drain' });
      const happened = new Set((await ledger.calls(run)).map(({ proposalId }) => proposalId));
      await child.ask({
        do: 'settle',
        outcomes: Object.fromEntries(unknown.map((id) => [id, happened.has(id) ? 'done' : 'failed'])),
      });
      const record = await readRun(store, ledger, run, children);
      return [...left.map((one) => `lost: on the way for ever: ${one}`), ...checkRun(record)];
    },
    close: async () => {
      await Promise.all(children.map((child) => child.kill()));
      await store.close();
      await drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
