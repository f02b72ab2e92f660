import { describe, expect, test } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { modelBase } from './model-base.ts';
import { proveInterleavings } from './prove-model.ts';
import { members, modelAccounts } from './system-under-test.ts';

/** The other half of what `model.test.ts` begins, in a file of its own so that both run at once. */
const runs = 25_000;

describe('the door against the reference model, with another seed', () => {
  test('INV1–INV6, INV11, INV12: 25,000 interleavings hold every invariant after every step', async () => {
    const store = () => createMemoryStore(modelAccounts, members);
    const proof = await proveInterleavings(store, await modelBase(), { runs, seed: 20_261_126 });
    expect(proof.failure).toBeNull();
    expect(proof.runs).toBe(runs);
    // Every kind of step did something, many times: nothing was proved about a step that never happened.
    expect(Object.keys(proof.counted)).toHaveLength(23);
    for (const times of Object.values(proof.counted)) expect(times).toBeGreaterThan(runs / 100);
  }, 300_000);
});
