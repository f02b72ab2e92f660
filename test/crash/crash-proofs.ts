import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Proof, ProofOptions, ProofResult } from '../prove/proof.ts';
import { createThrowawayDatabase } from '../support/throwaway-database.ts';
import { killChildren } from './child-handle.ts';
import { runDatabaseKills } from './database-kill-run.ts';
import { runFlips } from './hurt-workers.ts';
import { runKills } from './kill-run.ts';
import { type Ledger, startLedger } from './ledger.ts';
import { type PrivateServer, startPrivateServer } from './private-server.ts';
import { openRunSpace } from './run-space.ts';
import { runWeeklyKills } from './weekly/weekly-run.ts';

/** A port that nothing else here uses. */
const port = 5547;
/** Kills on one database, before the next begins with an empty one. */
const killsEach = 200;
const flipsEach = 16;
const weeklyKillsEach = 40;

/** Crashes, cut short nowhere: processes, the database, and the switch. */
export const crashProofs: readonly Proof[] = [
  {
    name: 'kills-server',
    counts: 'processes killed, on a PostgreSQL server',
    runs: 10_000,
    prove: (options) => withServer(({ url }, ledger) => killOnServer(url, ledger, options)),
  },
  {
    name: 'kills-embedded',
    counts: 'processes killed, on the embedded engine',
    runs: 500,
    prove: (options) => withLedger((ledger) => killEmbedded(ledger, options)),
  },
  {
    name: 'kills-database',
    counts: 'database servers killed under load',
    runs: 100,
    prove: (options) =>
      withServer(async (server, ledger) => {
        const { runs: kills, seed, onProgress } = options;
        const run = { run: 'database', kills, seed, onKill: onProgress };
        const { problems, calls } = await runDatabaseKills(server, ledger, run);
        return { runs: kills, problems, facts: { calls } };
      }),
  },
  {
    name: 'weekly',
    counts: 'processes killed amid digests, updates, letters and reports',
    runs: 400,
    prove: (options) => withServer(({ url }) => killWeekly(url, options)),
  },
  {
    name: 'weekly-embedded',
    counts: 'the same on the embedded engine',
    runs: 100,
    prove: (options) => killWeekly(null, options),
  },
  {
    name: 'switch',
    counts: 'switches turned on at a random instant',
    runs: 1_000,
    prove: (options) => withServer(({ url }, ledger) => flipOften(url, ledger, options)),
  },
];

/** Two at a time: starting processes is most of it. */
async function killOnServer(
  url: string,
  ledger: Ledger,
  { runs, seed, onProgress }: ProofOptions,
): Promise<ProofResult> {
  const parts = Array.from({ length: Math.ceil(runs / killsEach) }, (_one, index) => index);
  const result: ProofResult = { runs, problems: [], facts: { calls: 0 } };
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const folder = mkdtempSync(join(tmpdir(), 'holdfast-crash-'));
      const database = await createThrowawayDatabase(url);
      const found = await runKills({
        run: `kills-${part}`,
        ledger,
        seed: seed + part,
        clockFile: join(folder, 'clock'),
        database: { kind: 'server', url: database.url, migrationUrl: null, poolSize: 3 },
        kills: Math.min(killsEach, runs - part * killsEach),
        onKill: () => onProgress(++done),
      });
      add(result, found, `kills-${part}`);
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  };
  await Promise.all([lane(), lane()]);
  return result;
}

async function killEmbedded(ledger: Ledger, { runs, seed, onProgress }: ProofOptions): Promise<ProofResult> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-crash-'));
  const result: ProofResult = { runs, problems: [], facts: { calls: 0 } };
  for (let from = 0; from < runs; from += killsEach) {
    const run = `embedded-${from}`;
    const found = await runKills({
      run,
      ledger,
      seed: seed + from,
      clockFile: join(folder, `${run}-clock`),
      database: { kind: 'embedded', home: join(folder, run) },
      kills: Math.min(killsEach, runs - from),
      onKill: (count) => onProgress(from + count),
    });
    add(result, found, run);
    for (const file of globSync(join(folder, '*'))) rmSync(file, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
  return result;
}

async function flipOften(
  url: string,
  ledger: Ledger,
  { runs, seed, onProgress }: ProofOptions,
): Promise<ProofResult> {
  const result: ProofResult = { runs, problems: [], facts: {} };
  for (let done = 0; done < runs; done += flipsEach) {
    const space = await openRunSpace(url, ledger, `switch-${done}`);
    const trials = Math.min(flipsEach, runs - done);
    result.problems.push(...(await runFlips(space, ledger, { trials, seed: seed + done })));
    await space.close();
    onProgress(done + trials);
  }
  return result;
}

/** Some months on each database, then others. @param url - null = the embedded engine */
async function killWeekly(
  url: string | null,
  { runs, seed, onProgress }: ProofOptions,
): Promise<ProofResult> {
  const result: ProofResult = { runs, problems: [], facts: {} };
  for (let from = 0; from < runs; from += weeklyKillsEach) {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-weekly-'));
    const made = url === null ? null : await createThrowawayDatabase(url);
    const found = await runWeeklyKills({
      database: made
        ? { kind: 'server', url: made.url, migrationUrl: null, poolSize: 3 }
        : { kind: 'embedded', home: join(folder, 'home') },
      folder,
      seed: seed + from,
      kills: Math.min(weeklyKillsEach, runs - from),
      onKill: (count) => onProgress(from + count),
    });
    for (const problem of found.problems) process.stderr.write(`! ${problem}\n`);
    result.problems.push(...found.problems.map((problem) => `weekly-${from}: ${problem}`));
    for (const [fact, count] of Object.entries(found.facts))
      result.facts[fact] = (result.facts[fact] ?? 0) + count;
    await made?.drop();
    rmSync(folder, { recursive: true, force: true });
  }
  return result;
}

function add(result: ProofResult, found: Awaited<ReturnType<typeof runKills>>, run: string): void {
  const problems = found.problems.map((problem) => `${run}: ${problem}`);
  result.problems.push(...problems);
  for (const problem of problems) process.stderr.write(`! ${problem}\n`); // the end may be hours away
  result.facts.calls = (result.facts.calls ?? 0) + found.calls;
  for (const [where, count] of Object.entries(found.kills)) {
    result.facts[`killed at ${where}`] = (result.facts[`killed at ${where}`] ?? 0) + count;
  }
  for (const [state, count] of Object.entries(found.states)) {
    result.facts[`ended ${state}`] = (result.facts[`ended ${state}`] ?? 0) + count;
  }
}

async function withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await startLedger();
  try {
    return await work(ledger);
  } finally {
    await killChildren();
    await ledger.close();
  }
}

async function withServer<T>(work: (server: PrivateServer, ledger: Ledger) => Promise<T>): Promise<T> {
  const server = await startPrivateServer(port);
  try {
    return await withLedger((ledger) => work(server, ledger));
  } finally {
    await server.remove();
  }
}
