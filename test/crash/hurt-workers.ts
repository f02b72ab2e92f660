import { setTimeout as wait } from 'node:timers/promises';
import type { Child } from './child-handle.ts';
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
  // Inside its transaction the suspended worker holds rows that the other has to wait for.
  if (step !== 'begin') {
    await others;
    space.clock.advance(pastLeaseMs);
    await other.ask({ do: 'run', pauseAt: null });
  }
  stale.signal('SIGCONT');
  await stale.finish();
  await others;
}

/** Turns the switch on at an instant while workers run; `late` = effects that began after it was confirmed. */
export async function flipWhileRunning(
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
