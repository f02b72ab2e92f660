import fc from 'fast-check';
import type { Store } from '../../src/store/store.ts';
import { races, runRace } from './races.ts';
import { runInterleaving } from './run-interleaving.ts';
import { interleavings } from './steps.ts';
import type { RunBase } from './system-under-test.ts';
import { Violation } from './violation.ts';

/** What a number of runs came to. */
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

/** How many, from which seed, and for how long at most. */
export interface ProofSize {
  runs: number;
  seed: number;
  seconds?: number | undefined;
}

/** Plays random interleavings; a failure is shrunk and printed as the steps that lead to it. */
export async function proveInterleavings(
  store: () => Store,
  base: RunBase,
  size: ProofSize & { longest?: number; shrink?: boolean },
): Promise<ModelProof> {
  const counted: Record<string, number> = {};
  const property = fc.asyncProperty(interleavings(size.longest ?? 28), async (steps) => {
    const run = await runInterleaving(store(), base, steps);
    for (const [name, times] of Object.entries(run.counted)) counted[name] = (counted[name] ?? 0) + times;
  });
  const proof = await check(property, size, ([steps]) => steps.map((step) => JSON.stringify(step)));
  return { ...proof, counted };
}

/** Runs races with real concurrency; what is printed may need several tries to fail again. */
export async function proveRaces(store: Store, base: RunBase, size: ProofSize): Promise<ModelProof> {
  const counted: Record<string, number> = {};
  const property = fc.asyncProperty(races, async (race) => {
    await runRace(store, base, race);
    for (const act of race.rounds.flat()) counted[act.do] = (counted[act.do] ?? 0) + 1;
  });
  const proof = await check(property, { ...size, shrink: false }, ([race]) => [JSON.stringify(race)]);
  return { ...proof, counted };
}

async function check<T>(
  property: fc.IAsyncPropertyWithHooks<T>,
  { runs, seed, seconds, shrink = true }: ProofSize & { shrink?: boolean },
  print: (counterexample: T) => string[],
): Promise<Omit<ModelProof, 'counted'>> {
  const limit = seconds === undefined ? {} : { interruptAfterTimeLimit: seconds * 1_000 };
  const details = await fc.check(property, { numRuns: runs, seed, endOnFailure: !shrink, ...limit });
  const { counterexample, counterexamplePath, errorInstance, numRuns } = details;
  if (!details.failed || counterexample === null) {
    return { runs: numRuns, seed, failure: null, violated: false };
  }
  const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const lines = print(counterexample).map((line) => `  ${line}`);
  const failure = [`seed ${seed}, path ${counterexamplePath}`, reason, ...lines].join('\n');
  return { runs: numRuns, seed, failure, violated: errorInstance instanceof Violation };
}
