import { setTimeout as wait } from 'node:timers/promises';
import { executionSteps } from '../../src/guardrail/execute.ts';
import { type DatabaseLocation, openDatabase } from '../../src/store/database.ts';
import { createStore } from '../../src/store/store.ts';
import { checkRun } from './check-run.ts';
import { type Child, startChild } from './child-handle.ts';
import type { PlannedAction } from './child-protocol.ts';
import { createDice, type Dice } from './dice.ts';
import type { Drained } from './drain.ts';
import type { Ledger } from './ledger.ts';
import { deliveries } from './ledger-connector.ts';
import type { MutantName } from './mutants.ts';
import { readRun } from './read-run.ts';
import { openSharedClock } from './shared-clock.ts';

/** Where a process is killed: at a named step of the worker, at any instant, or between two statements of a decision. */
export const wounds = [...executionSteps, 'instant', 'statement'] as const;
export type Wound = (typeof wounds)[number];

export interface KillRunOptions {
  /** Unique over everything that uses the ledger. */
  run: string;
  database: DatabaseLocation;
  /** A file that does not exist yet. */
  clockFile: string;
  ledger: Ledger;
  kills: number;
  seed: number;
  mutant?: MutantName;
  /** In turn; default: all. */
  wounds?: readonly Wound[];
  onKill?(count: number): void;
}

export interface KillRunResult {
  /** What the checker says; empty = nothing unaudited, doubled or lost. */
  problems: string[];
  /** How many processes were killed, by where. */
  kills: Record<string, number>;
  /** How many proposals ended in each state before people settled the rest. */
  states: Record<string, number>;
  calls: number;
}

const pastLeaseMs = 61_000;
/** A decision of one action takes about so many operations; beyond them the process is killed after its work. */
const operationsAtMost = 36;
const longestInstantMs = 120;

/** Lets workers decide and act, kills each where the wound says, and judges what is left. */
export async function runKills(options: KillRunOptions): Promise<KillRunResult> {
  const dice = createDice(options.seed);
  const clock = openSharedClock(options.clockFile);
  const children: Child[] = [];
  const kills: Record<string, number> = {};
  let started = 0;
  const start = async (): Promise<Child> => {
    const { run, clockFile, ledger, mutant = null } = options;
    const database = started === 0 ? options.database : withoutTemplate(options.database);
    const name = `${run}-${started++}`;
    const child = await startChild({ name, run, database, clockFile, ledgerPort: ledger.port, mutant });
    children.push(child);
    return child;
  };
  let child = await start();
  await child.ask({ do: 'seed' });
  const inTurn = options.wounds ?? wounds;
  for (let count = 0; count < options.kills; count++) {
    const wound = inTurn[count % inTurn.length] ?? 'instant';
    // A server lets the next process open the store meanwhile; an embedded folder belongs to one at a time.
    const spare = options.database.kind === 'server' ? start() : null;
    spare?.catch(() => undefined);
    await hurt(child, wound, planOf(options.run, count, dice), dice);
    kills[wound] = (kills[wound] ?? 0) + 1;
    await child.kill();
    clock.advance(pastLeaseMs);
    child = await (spare ?? start());
    options.onKill?.(count + 1);
  }
  return { ...(await judgeRun(options, child, children)), kills };
}

/** Leads a process to where it shall die. */
async function hurt(child: Child, wound: Wound, plan: readonly PlannedAction[], dice: Dice): Promise<void> {
  if (wound === 'statement') {
    const pauseAtOperation = 1 + dice.next(operationsAtMost);
    await child.start({ do: 'decide', plan, pauseAtOperation });
    return;
  }
  await child.ask({ do: 'decide', plan, pauseAtOperation: null });
  if (wound === 'instant') {
    const end = child.start({ do: 'run', pauseAt: null }).catch(() => 'ended');
    await Promise.race([end, wait(dice.next(longestInstantMs))]);
    return;
  }
  const end = await child.start({ do: 'run', pauseAt: { step: wound, nth: 1 } });
  if (end !== 'paused') throw new Error(`${child.name} never came to '${wound}'`);
}

/** One action for each promise of the outside, and sometimes one that people refuse. */
function planOf(run: string, count: number, dice: Dice): PlannedAction[] {
  const approved = deliveries.map((_one, delivery) => ({
    delivery,
    text: `${run} ${count} ${delivery}`,
    decision: 'approve' as const,
  }));
  const refusals = ['reject', 'cancel'] as const;
  const refused = refusals[dice.next(4)];
  if (!refused) return approved;
  const delivery = dice.next(deliveries.length);
  return [{ delivery, text: `${run} ${count} refused`, decision: refused }, ...approved];
}

/** Lets a last process bring everything to its end, settles what only people can, and judges the whole run. */
export async function judgeRun(
  { run, database, ledger }: Pick<KillRunOptions, 'run' | 'database' | 'ledger'>,
  child: Child,
  children: readonly Child[],
): Promise<Omit<KillRunResult, 'kills'>> {
  const { left, unknown } = await child.ask<Drained>({ do: 'drain' });
  const calls = await ledger.calls(run);
  const happened = new Set(calls.map(({ proposalId }) => proposalId));
  await child.ask({
    do: 'settle',
    outcomes: Object.fromEntries(unknown.map((id) => [id, happened.has(id) ? 'done' : 'failed'])),
  });
  await child.ask({ do: 'close' });
  await child.kill();
  const opened = await openDatabase(withoutTemplate(database));
  try {
    const record = await readRun(createStore(opened), ledger, run, children);
    const states: Record<string, number> = { settled: unknown.length };
    for (const { state } of record.proposals) states[state] = (states[state] ?? 0) + 1;
    const problems = [...left.map((one) => `lost: on the way for ever: ${one}`), ...checkRun(record)];
    return { problems, states, calls: calls.length };
  } finally {
    await opened.close();
  }
}

/** A folder is made from a template once. */
function withoutTemplate(database: DatabaseLocation): DatabaseLocation {
  return database.kind === 'embedded' ? { kind: 'embedded', home: database.home } : database;
}
