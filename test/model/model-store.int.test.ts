import { expect, test } from 'vitest';
import { embedded } from '../support/stores.ts';
import { modelBase } from './model-base.ts';
import { fillStore } from './model-engine.ts';
import { proveInterleavings } from './prove-model.ts';

const runs = 500;

test('INV1–INV6, INV11, INV12: 500 interleavings hold in the embedded store', async () => {
  const { store, close } = await embedded.open();
  try {
    await fillStore(store);
    const proof = await proveInterleavings(() => store, await modelBase(), { runs, seed: 20_261_125 });
    expect(proof.failure).toBeNull();
    expect(proof.runs).toBe(runs);
  } finally {
    await close();
  }
}, 300_000);
