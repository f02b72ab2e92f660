import type { DecideResult } from '../../src/guardrail/decide.ts';
import type { RequestContext } from '../../src/services/context.ts';
import type { Case } from './reference-model.ts';
import type { Run } from './run-interleaving.ts';
import type { Person } from './steps.ts';
import { must, Violation } from './violation.ts';

/** The case that a step means; null = there is none yet */
export function pick({ cases }: Run, p: number): Case | null {
  const all = [...cases.values()];
  return all[p % Math.max(all.length, 1)] ?? null;
}

/** A request of a person, found by who they are on a platform. */
export async function as(
  { system }: Run,
  person: Person,
  platform: 'slack' | 'teams' = 'slack',
): Promise<RequestContext> {
  const member = await system.store.findMemberByIdentity({
    platform,
    team: 'T1',
    user: `${platform}-${person}`,
  });
  if (!member) throw new Violation(`no member behind ${person}`);
  return { ...system.ctx, member };
}

/** Compares what the product made of a decision with what the model expects, and goes on with that. */
export function take(run: Run, one: Case, expected: Case | null, result: DecideResult, step: unknown): true {
  const rule = 'INV4 INV5 TB6 TB10 a decision counts exactly where it may';
  must(result.ok === (expected !== null), rule, () => ({
    step,
    one,
    world: { ...run.world, on: [...run.world.on] },
    result,
  }));
  if (expected) run.cases.set(one.id, expected);
  else run.refusals++;
  const refused = run.system.audit.filter(({ action }) => action === 'decision.refused').length;
  must(refused === run.refusals, 'every refusal is in the audit', () => ({
    step,
    refused,
    expected: run.refusals,
  }));
  return true;
}
