import { startPrivateServer } from '../crash/private-server.ts';
import type { Proof, ProofOptions, ProofResult } from '../prove/proof.ts';
import { type ModelEngine, proveModel } from './model-engine.ts';

/** A port that nothing else here uses. */
const port = 5548;

/** The door against the reference model: on the rules alone, on each engine, and with real races. */
export const modelProofs: readonly Proof[] = [
  {
    name: 'model',
    counts: 'interleavings of the rules in memory',
    runs: 1_000_000,
    prove: (options) => inParts('memory', options, 5_000),
  },
  {
    name: 'model-embedded',
    counts: 'interleavings on the embedded engine',
    runs: 10_000,
    prove: (options) => inParts('embedded', options, 500),
  },
  {
    name: 'model-server',
    counts: 'interleavings on a PostgreSQL server',
    runs: 10_000,
    prove: (options) => withServer((url) => inParts('server', options, 500, url)),
  },
  {
    name: 'races',
    counts: 'races of 2 to 8 people and workers on a PostgreSQL server',
    runs: 20_000,
    prove: (options) => withServer((url) => inParts('races', options, 1_000, url)),
  },
];

/** Each part in a database of its own, from a seed of its own, so that a failure is found again without the rest. */
async function inParts(
  engine: ModelEngine,
  { runs, seed, onProgress }: ProofOptions,
  size: number,
  serverUrl = '',
): Promise<ProofResult> {
  const result: ProofResult = { runs: 0, problems: [], facts: {} };
  for (let part = 0; result.runs < runs && result.problems.length === 0; part++) {
    const upTo = Math.min(size, runs - result.runs);
    const proof = await proveModel({ engine, runs: upTo, seed: seed + part, serverUrl });
    result.runs += upTo;
    if (proof.failure !== null) result.problems.push(proof.failure);
    for (const [name, times] of Object.entries(proof.counted)) {
      result.facts[name] = (result.facts[name] ?? 0) + times;
    }
    onProgress(result.runs);
  }
  return result;
}

async function withServer(work: (url: string) => Promise<ProofResult>): Promise<ProofResult> {
  const server = await startPrivateServer(port);
  try {
    return await work(server.url);
  } finally {
    await server.remove();
  }
}
