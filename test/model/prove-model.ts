import fc from 'fast-check';
import type { Store } from '../../src/store/store.ts';
import { runInterleaving } from './run-interleaving.ts';
import { interleavings } from './steps.ts';
import type { RunBase } from './system-under-test.ts';
import { Violation } from './violation.ts';

/** What a number of interleavings came to. */
export interface ModelProof {
  runs: number;
  seed: number;
  /** Steps that did something, by name. */
  counted: Record<string, number>;
  /** Null = every invariant held in every run */
  failure: string | null;
  /** Whether it failed because an invariant did not hold, and not because something could not be done at all. */
  violated: boolean;
}

/** Plays random interleavings in one store; a failure is shrunk and printed as the steps that lead to it. */
export async function proveInterleavings(
  store: () => Promise<Store> | Store,
  base: RunBase,
  {
    runs,
    seed,
    seconds,
    longest = 28,
    shrink = true,
  }: { runs: number; seed: number; seconds?: number; longest?: number; shrink?: boolean },
): Promise<ModelProof> {
  const counted: Record<string, number> = {};
  const property = fc.asyncProperty(interleavings(longest), async (steps) => {
    const run = await runInterleaving(await store(), base, steps);
    for (const [name, times] of Object.entries(run.counted)) counted[name] = (counted[name] ?? 0) + times;
  });
  const limit = seconds === undefined ? {} : { interruptAfterTimeLimit: seconds * 1_000 };
  const details = await fc.check(property, { numRuns: runs, seed, endOnFailure: !shrink, ...limit });
  if (!details.failed || details.counterexample === null)
    return { runs: details.numRuns, seed, counted, failure: null, violated: false };
  const steps = details.counterexample[0].map((step) => `  ${JSON.stringify(step)}`).join('\n');
  const reason =
    details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
  const failure = `seed ${seed}, path ${details.counterexamplePath}\n${reason}\n${steps}`;
  return {
    runs: details.numRuns,
    seed,
    counted,
    failure,
    violated: details.errorInstance instanceof Violation,
  };
}
