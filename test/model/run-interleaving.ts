import type { Store } from '../../src/store/store.ts';
import { applyStep } from './apply-step.ts';
import { drain } from './drain.ts';
import { createSlot, type WorkerSlot } from './gated-worker.ts';
import { checkAgreement, checkLedger, checkOutcome } from './invariants.ts';
import type { Case, World } from './reference-model.ts';
import type { Step } from './steps.ts';
import { createSystem, members, type RunBase, type SystemUnderTest, startsAt } from './system-under-test.ts';

/** A run: the product, what the model believes of it, and two workers. */
export interface Run {
  system: SystemUnderTest;
  world: World;
  cases: Map<string, Case>;
  slots: [WorkerSlot, WorkerSlot];
  /** Landings that were checked against the audit. */
  checked: number;
  refusals: number;
  /** What each worker may say again, as of its last stop. */
  mayRepeat: Map<string, Set<string>>;
  /** How many steps did something, by name. */
  counted: Record<string, number>;
}

/**
 * Plays one interleaving against the product and checks every invariant after every step.
 * @throws {Violation} naming the rule
 */
export async function runInterleaving(store: Store, base: RunBase, steps: readonly Step[]): Promise<Run> {
  const run: Run = {
    system: createSystem(store, base),
    world: newWorld(),
    cases: new Map(),
    slots: [createSlot('a'), createSlot('b')],
    checked: 0,
    refusals: 0,
    counted: {},
    mayRepeat: new Map(),
  };
  try {
    for (const step of steps) {
      await applyStep(run, step);
      await checkAll(run);
    }
    await drain(run);
  } finally {
    await cleanUp(run);
  }
  return run;
}

function newWorld(): World {
  return {
    now: startsAt,
    covers: [],
    on: new Set(),
    mode: { table: 'lenient', broken: false },
    level: 'suggest',
    roles: Object.fromEntries(members.map(({ id, role }) => [id, role])),
  };
}

/** Everything that has to hold at any moment. */
export async function checkAll(run: Run): Promise<void> {
  const { system, cases } = run;
  const found = cases.size === 0 ? [] : await system.store.lockProposals([...cases.keys()]);
  for (const { proposal } of found) {
    const one = cases.get(proposal.id);
    if (one) checkAgreement(one, proposal);
    if (one) checkOutcome(system, one);
  }
  checkLedger(system, cases, run.checked);
  run.checked = system.outside.landings.length;
}

/** The world as it was: another run starts in the same store. */
async function cleanUp({ system, world, cases, slots }: Run): Promise<void> {
  for (const slot of slots) slot.crash();
  const { store, clock } = system;
  clock.set(new Date(startsAt));
  await store.removeEffects([...cases.keys()]);
  for (const { id } of world.covers) await store.revokeDelegation(id, new Date(startsAt));
  const at = clock.now();
  for (const scope of world.on)
    await store.writeKillSwitch({ scope, on: false, by: 'x', reason: 'over', at });
  const changed = members.filter(({ id, role }) => world.roles[id] !== role);
  if (changed.length > 0) await store.writeMembers(changed);
  if (world.level !== 'suggest') {
    for (const kind of ['task.create', 'nudge.send'] as const) {
      await store.writeAutonomyLevel({ kind, level: 'suggest', by: 'x', reason: 'over', at });
    }
  }
}
