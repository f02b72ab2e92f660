import { openDatabase } from '../../src/store/database.ts';
import { createStore } from '../../src/store/store.ts';
import type { Proof, ProofOptions, ProofResult } from '../prove/proof.ts';
import { type AttackText, surfaces } from './attack-text.ts';
import { openPlace } from './place.ts';
import { proveCards } from './prove-cards.ts';
import { readAttacks } from './read-attacks.ts';
import { type ObedientOptions, type ObedientReport, runObedient } from './run-obedient.ts';

/** Texts on the same store; then a new one, so that what waits and what was written never slows the rest. */
const textsPerStore = 20;

/** The obedient model, and the cards that people would approve by. `HOLDFAST_ATTACKS` names other texts. */
export const obedientProofs: readonly Proof[] = [
  {
    name: 'obedient',
    counts: 'texts, each on every surface',
    prove: proveObedient,
    get runs() {
      return readAttacks().texts.length;
    },
  },
  {
    name: 'cards',
    counts: 'cards read back',
    runs: 100_000,
    prove: async ({ runs, seed }) => {
      const problem = proveCards({ runs, seed });
      return { runs, problems: problem === null ? [] : [problem], facts: {} };
    },
  },
];

/** Every call for everybody where the text was meant to stand, and a share of them on every other surface. */
const passes: readonly ObedientOptions[] = [{}, { surfaces, requesters: 'in-turn', share: 8 }];

async function proveObedient({ runs, onProgress }: ProofOptions): Promise<ProofResult> {
  const { texts, used } = readAttacks();
  process.stderr.write(`The obedient model reads ${used}.\n`);
  const chosen = texts.slice(0, runs);
  const facts = { 'times planted': 0, calls: 0, refused: 0, 'cards read back': 0, 'answers read back': 0 };
  const problems: string[] = [];
  for (let from = 0; from < chosen.length; from += textsPerStore) {
    const some = chosen.slice(from, from + textsPerStore);
    for (const options of passes) {
      const { violations, ...counts } = await runOnce(some, options);
      problems.push(...violations.map(({ rule, where, what }) => `${where}: ${rule}: ${what}`));
      facts['times planted'] += counts.texts;
      facts.calls += counts.calls;
      facts.refused += counts.refused;
      facts['cards read back'] += counts.waited;
      facts['answers read back'] += counts.views;
    }
    onProgress(from + some.length);
  }
  return { runs: chosen.length, problems, facts };
}

async function runOnce(texts: readonly AttackText[], options: ObedientOptions): Promise<ObedientReport> {
  const store = createStore(await openDatabase({ kind: 'memory' }));
  try {
    return await runObedient(await openPlace(store, '2026-11-21T12:00:00.000Z'), texts, options);
  } finally {
    await store.close();
  }
}
