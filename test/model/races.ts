import fc from 'fast-check';
import type { DecideResult } from '../../src/guardrail/decide.ts';
import { execute, type Worker } from '../../src/guardrail/execute.ts';
import { recover } from '../../src/guardrail/recover.ts';
import { decideOn } from '../../src/services/decide-proposal.ts';
import { proposeAction } from '../../src/services/propose-action.ts';
import { runProposalTimers } from '../../src/services/run-proposal-timers.ts';
import type { Store } from '../../src/store/store.ts';
import { checkRace } from './check-race.ts';
import type { PolicyMode } from './policy-table.ts';
import { type Answer, accounts, answers, type Kind, type Person, people } from './steps.ts';
import { createSystem, members, type RunBase, type SystemUnderTest } from './system-under-test.ts';
import { paramsOf } from './texts.ts';

/** What somebody does at the same moment as everybody else. */
type Act =
  | { do: 'approve'; by: Person; clicks: number }
  | { do: 'reject' | 'edit' | 'cancel'; by: Person }
  | { do: 'work' | 'recover' | 'tick' }
  | { do: 'switch'; on: boolean };

/** One proposal, and rounds in each of which everybody acts at once. */
export interface Race {
  kind: Kind;
  by: Person;
  table: PolicyMode['table'];
  answers: Answer[];
  rounds: Act[][];
}

const person = fc.constantFrom<Person>(...people, 'manager1', 'manager2', 'exec1');
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('approve' as const),
      by: person,
      clicks: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('reject' as const, 'edit' as const, 'cancel' as const),
      by: person,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('work' as const, 'work' as const, 'recover' as const, 'tick' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('switch' as const), on: fc.boolean() }) },
);

export const races: fc.Arbitrary<Race> = fc.record({
  kind: fc.constantFrom<Kind>('message.customer', 'task.create', 'nudge.send'),
  by: fc.constantFrom<Person>(...people),
  table: fc.constantFrom<PolicyMode['table']>('lenient', 'strict'),
  answers: fc.array(fc.constantFrom(...answers), { maxLength: 3 }),
  rounds: fc.array(fc.array(act, { minLength: 2, maxLength: 8 }), { minLength: 1, maxLength: 3 }),
});

/** What somebody was told, and what they had asked for. */
export interface Told {
  act: Act;
  result: DecideResult;
}

/**
 * Runs a race with real concurrency, makes it calm again and checks what has to hold whoever won.
 * @throws {Violation}
 */
export async function runRace(store: Store, base: RunBase, race: Race): Promise<void> {
  const system = createSystem(store, base);
  system.setMode({ table: race.table, broken: false });
  system.outside.script.push(...race.answers);
  const asked = { kind: race.kind, account: accounts[0], params: paramsOf(race.kind, accounts[0], 0) };
  const made = await proposeAction(as(system, race.by), asked);
  if (!made.ok) return;
  const { id } = made.proposal;
  const told: Told[] = [];
  for (const round of race.rounds) {
    await Promise.all(round.map((one, n) => perform(system, id, one, n, told)));
    system.clock.set(new Date(system.clock.now().getTime() + 61_000));
  }
  await calm(system, id);
  await checkRace(system, id, told);
}

function as(system: SystemUnderTest, id: Person) {
  return { ...system.ctx, member: members.find((one) => one.id === id) ?? null };
}

async function perform(
  system: SystemUnderTest,
  id: string,
  one: Act,
  n: number,
  told: Told[],
): Promise<void> {
  const { store, clock } = system;
  const worker: Worker = { name: `w${n}`, clock, random: () => 0.5 };
  const door = system.doorOf(worker.name, async () => undefined);
  switch (one.do) {
    case 'approve': {
      const clicks = Array.from({ length: one.clicks }, () =>
        decideOn(as(system, one.by), { id, version: 1, verb: 'approve' }),
      );
      for (const result of await Promise.all(clicks)) told.push({ act: one, result });
      return;
    }
    case 'reject':
    case 'cancel':
    case 'edit': {
      const params = paramsOf('message.customer', accounts[0], 100 + n);
      const kind = (await store.findProposal(id))?.proposal.kind as Kind;
      const given =
        one.do === 'edit'
          ? { params: kind === 'message.customer' ? params : paramsOf(kind, accounts[0], 100 + n) }
          : { reason: 'no' };
      const result = await decideOn(as(system, one.by), { id, version: 1, verb: one.do, ...given });
      told.push({ act: one, result });
      return;
    }
    case 'work':
      await execute(door, store, worker, 5);
      return;
    case 'recover':
      await recover(door, store, worker, 5);
      return;
    case 'tick':
      await runProposalTimers(system.ctx);
      return;
    case 'switch':
      await store.writeKillSwitch({ scope: 'all', on: one.on, by: 'x', reason: 'x', at: clock.now() });
  }
}

/** Lets everything go that may go, with four workers at once. */
async function calm(system: SystemUnderTest, id: string): Promise<void> {
  const { store, clock } = system;
  await store.writeKillSwitch({ scope: 'all', on: false, by: 'x', reason: 'over', at: clock.now() });
  system.outside.script.length = 0;
  for (let round = 0; round < 8; round++) {
    const state = (await store.findProposal(id))?.proposal.state ?? '';
    if (!['approved', 'executing', 'unknown'].includes(state)) break;
    const works = [0, 1, 2, 3].map((n) => perform(system, id, { do: n % 2 ? 'recover' : 'work' }, n, []));
    await Promise.all(works);
    clock.set(new Date(clock.now().getTime() + 16 * 60_000));
  }
}
