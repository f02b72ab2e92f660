import { exportLines, sampleChain } from '../support/audit-chain.ts';
import { beginsOf, missedFlips, sample } from '../support/audit-flips.ts';
import type { Proof } from './proof.ts';

const entries = 1_000;
const batch = 200;

/** Flips single bits of an exported audit, and asks whether each is found, with the entry named. */
export const auditProofs: readonly Proof[] = [
  {
    name: 'audit',
    counts: `flipped bits of ${entries} entries`,
    runs: 2_000,
    prove: async ({ runs, seed, onProgress }) => {
      const lines = exportLines(sampleChain(entries));
      const bytes = Buffer.from(lines.join(''));
      const begins = beginsOf(lines);
      const bits = [...sample(runs, bytes.length * 8, seed)];
      const problems: string[] = [];
      for (let done = 0; done < runs; done += batch) {
        const missed = missedFlips(bytes, begins, bits.slice(done, done + batch));
        problems.push(...missed.map(({ bit, verdict }) => `bit ${bit}: ${JSON.stringify(verdict)}`));
        onProgress(Math.min(runs, done + batch));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return { runs, problems, facts: { bits: bytes.length * 8, missed: problems.length } };
    },
  },
];
