import { test } from 'vitest';
import { knownInterleavings } from './known-interleavings.ts';
import { createMemoryStore } from './memory-store.ts';
import { modelBase } from './model-base.ts';
import { runInterleaving } from './run-interleaving.ts';
import { members, modelAccounts } from './system-under-test.ts';

test.each(knownInterleavings)('$what', async ({ steps }) => {
  await runInterleaving(createMemoryStore(modelAccounts, members), await modelBase(), steps);
});
