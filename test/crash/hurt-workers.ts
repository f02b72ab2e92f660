import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Child } from './child-handle.ts';
import { createDice } from './dice.ts';
import type { Ledger } from './ledger.ts';
import type { RunSpace } from './run-space.ts';

const pastLeaseMs = 61_000;

/** Suspends a worker at a step until its lease is over and another worker has been at it, then lets it go on. */
export async function suspend(space: RunSpace, stale: Child, other: Child, step: string): Promise<void> {
  const end = await stale.start({ do: 'pass', pauseAt: { step, nth: 1 } });
  if (end !== 'paused') throw new Error(`${stale.name} never came to '${step}'`);
  stale.signal('SIGSTOP');
  space.clock.advance(pastLeaseMs);
  const others = other.ask({ do: 'run', pauseAt: null });
  if (step === 'begin') {
    // Inside its transaction the suspended worker holds rows that the other has to wait for.
    await Promise.race([untilSomebodyWaits(space.url), others]);
  } else {
    await others;
    space.clock.advance(pastLeaseMs);
    await other.ask({ do: 'run', pauseAt: null });
  }
  stale.signal('SIGCONT');
  await stale.finish();
  await others;
}

async function untilSomebodyWaits(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await client.query(waiting)).rowCount === 0) await wait(10);
  await client.end();
}

/**
 * Two workers, 200 actions, and a switch that goes on and off. Empty = no effect began once a switch was confirmed,
 * cards said so, and in the end everything happened once.
 */
export async function runFlips(
  space: RunSpace & { run: string },
  ledger: Ledger,
  { trials, seed, actions = 200 }: { trials: number; seed: number; actions?: number },
): Promise<string[]> {
  const [first, second, hand] = await Promise.all([space.start(), space.start(), space.start()]);
  await hand.ask({ do: 'seed' });
  await ledger.setFaults(space.run, { answerAfterMs: 15 });
  await space.approve(hand, actions);
  const dice = createDice(seed);
  const problems: string[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const { late } = await flipWhileRunning(space, ledger, [first, second], hand, dice.next(60));
    problems.push(...late.map((key) => `${key}: began after the switch was confirmed`));
    const [waiting] = await space.store.listProposals({ states: ['approved'], limit: 1 });
    const shown = waiting && (await hand.ask({ do: 'halted', id: waiting.proposal.id }));
    if (waiting && shown !== 'all')
      problems.push(`${waiting.proposal.id}: its card does not say that it is halted`);
    await hand.ask({ do: 'flip', on: false });
  }
  problems.push(...(await space.judge(hand)));
  const calls = (await ledger.calls(space.run)).length;
  return calls === actions ? problems : [...problems, `${calls} calls for ${actions} actions`];
}

/** Turns the switch on at an instant while workers run; `late` = effects that began after it was confirmed. */
async function flipWhileRunning(
  space: RunSpace & { run: string },
  ledger: Ledger,
  workers: readonly Child[],
  hand: Child,
  afterMs: number,
): Promise<{ late: string[] }> {
  const running = workers.map((worker) => worker.ask({ do: 'run', pauseAt: null }));
  await wait(afterMs);
  await hand.ask({ do: 'flip', on: true });
  // In this order: whatever began before the switch and has not arrived yet is in the list.
  const begun = await space.store.listProposals({ states: ['executing', 'unknown'], limit: 10_000 });
  const confirmed = await ledger.mark();
  await Promise.all(running);
  const allowed = new Set(begun.map(({ proposal }) => proposal.id));
  const calls = await ledger.calls(space.run);
  const late = calls.filter(({ seq, proposalId }) => seq >= confirmed && !allowed.has(proposalId));
  return { late: late.map(({ key }) => key) };
}
