import { expect, test } from 'vitest';
import { sampleEvent } from '../suites/sample-events.ts';
import { ingest, testContext } from '../support/services.ts';
import { embedded } from '../support/stores.ts';
import { modelBase } from './model-base.ts';
import { proveInterleavings } from './prove-model.ts';
import { members, modelAccounts } from './system-under-test.ts';

const runs = 500;

test('INV1–INV6, INV11, INV12: 500 interleavings hold in the embedded store', async () => {
  const { store, close } = await embedded.open();
  try {
    await store.writeMembers(members);
    const ctx = await testContext(store, '2026-11-01T00:00:00.000Z');
    const contracts = modelAccounts.map(({ id, domains }) =>
      sampleEvent('contract.updated', id, '2026-09-01', { name: id, domains }),
    );
    await ingest(ctx, contracts);
    const proof = await proveInterleavings(() => store, await modelBase(), { runs, seed: 20_261_125 });
    expect(proof.failure).toBeNull();
    expect(proof.runs).toBe(runs);
  } finally {
    await close();
  }
}, 300_000);
