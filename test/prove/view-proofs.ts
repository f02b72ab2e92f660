import { setImmediate as pause } from 'node:timers/promises';
import fc from 'fast-check';
import type { View } from '../../src/views/view.ts';
import { arbitraryView } from '../support/arbitrary-views.ts';
import { slackViewFaults } from '../support/slack-view-faults.ts';
import { teamsViewFaults } from '../support/teams-view-faults.ts';
import type { Proof } from './proof.ts';

/** Views between two looks at the progress. */
const atOnce = 250;

/** J8 J9: what each platform gets of any view, at the length of a night. */
export const viewProofs: readonly Proof[] = [
  viewProof('slack-views', 'generated views, each as messages, on Home and in a window', slackViewFaults),
  viewProof('teams-views', 'generated views, each as cards', teamsViewFaults),
];

function viewProof(name: string, counts: string, faultsOf: (view: View) => string[]): Proof {
  const property = fc.property(arbitraryView, (view) => {
    const faults = faultsOf(view);
    if (faults.length > 0) throw new Error(faults.join('; '));
  });
  return {
    name,
    counts,
    runs: 10_000,
    async prove({ runs, seed, onProgress }) {
      for (let done = 0; done < runs; done += atOnce) {
        const numRuns = Math.min(atOnce, runs - done);
        const { failed, errorInstance, counterexamplePath, ...found } = fc.check(property, {
          numRuns,
          seed: seed + done,
        });
        if (failed) {
          const at = `seed ${found.seed}, path ${counterexamplePath}: ${String(errorInstance)}`;
          return { runs: done + found.numRuns, problems: [at], facts: {} };
        }
        onProgress(done + numRuns);
        await pause();
      }
      return { runs, problems: [], facts: { views: runs } };
    },
  };
}
