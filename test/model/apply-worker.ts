import { execute, type Worker } from '../../src/guardrail/execute.ts';
import { recover } from '../../src/guardrail/recover.ts';
import { gatedStore } from './gated-worker.ts';
import { type Case, halted, lastLook } from './reference-model.ts';
import type { Run } from './run-interleaving.ts';
import type { Step } from './steps.ts';
import { afterWorker } from './transitions.ts';
import { must } from './violation.ts';

type Works = Extract<Step, { do: 'work' | 'go_on' | 'crash' }>;

/** A worker goes to the next place where it can be stopped, or dies there. */
export async function applyWorker(run: Run, step: Works): Promise<boolean> {
  const slot = run.slots[step.worker];
  if (step.do === 'crash') {
    if (!slot.busy()) return false;
    slot.crash();
    return true;
  }
  if (step.do === 'go_on' && !slot.busy()) return false;
  const before = run.system.outside.landings.length;
  if (step.do === 'work' && !slot.busy()) await start(run, step);
  else await slot.goOn();
  await learn(run, slot.name, before);
  while (step.do === 'go_on' && step.toEnd && slot.busy()) {
    const at = run.system.outside.landings.length;
    await slot.goOn();
    await learn(run, slot.name, at);
  }
  return true;
}

async function start({ system, slots }: Run, step: Extract<Step, { do: 'work' }>): Promise<void> {
  const { store, clock } = system;
  await slots[step.worker].start((gate, name) => {
    const worker: Worker = { name, clock, random: () => 0.5 };
    const door = system.doorOf(name, () => gate.pass());
    const job = step.job === 'execute' ? execute : recover;
    return job(door, gatedStore(store, gate), worker, step.limit);
  });
}

/** Takes over what the worker did, where the model allows it. */
async function learn(run: Run, slot: string, landingsBefore: number): Promise<void> {
  const { system, cases, world } = run;
  const { landings } = system.outside;
  for (const { proposalId, worker } of landings.slice(landingsBefore)) {
    const one = cases.get(proposalId);
    // Said again under the same key, where it was allowed when its worker last looked.
    const again = one?.state === 'unknown' && run.mayRepeat.get(worker)?.has(proposalId);
    const called = one?.state === 'executing' || one?.connector === 'holdfast' || again;
    must(called === true, 'INV1 INV6 only what was begun reaches the outside', () => one ?? proposalId);
  }
  if (cases.size === 0) return;
  const happened = (id: string): boolean => landings.some(({ proposalId }) => proposalId === id);
  const moved = ({ id, kind, account }: Case): boolean =>
    kind === 'sentiment.set' &&
    landings.some(({ proposalId }) => {
      const other = cases.get(proposalId);
      return proposalId !== id && other?.kind === kind && other.account === account;
    });
  for (const { proposal } of await system.store.lockProposals([...cases.keys()])) {
    const one = cases.get(proposal.id);
    if (one) cases.set(one.id, afterWorker(world, one, proposal, { happened, moved }));
  }
  const repeatable = [...cases.values()].filter(
    (one) =>
      one.connector === 'outbox' &&
      !halted(world, one) &&
      lastLook(world, { ...one, state: 'approved' }) === 'go',
  );
  run.mayRepeat.set(slot, new Set(repeatable.map(({ id }) => id)));
}
