import { openDatabase } from '../../src/store/database.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { sampleEvent } from '../suites/sample-events.ts';
import { ingest, testContext } from '../support/services.ts';
import { createThrowawayDatabase } from '../support/throwaway-database.ts';
import { createMemoryStore } from './memory-store.ts';
import { modelBase } from './model-base.ts';
import { type ModelProof, type ProofSize, proveInterleavings, proveRaces } from './prove-model.ts';
import { members, modelAccounts } from './system-under-test.ts';

/** Where the model is proved: the rules alone, each real engine, or many at once on a server. */
export type ModelEngine = 'memory' | 'embedded' | 'server' | 'races';

/**
 * Proves the door against the reference model.
 * @param serverUrl - of a role that may create databases; needed for `server` and `races`
 */
export async function proveModel({
  engine,
  serverUrl,
  ...size
}: ProofSize & { engine: ModelEngine; serverUrl?: string }): Promise<ModelProof> {
  const base = await modelBase();
  if (engine === 'memory') {
    return await proveInterleavings(() => createMemoryStore(modelAccounts, members), base, size);
  }
  const { store, close } = await open(engine, serverUrl);
  try {
    await fillStore(store);
    if (engine === 'races') return await proveRaces(store, base, size);
    return await proveInterleavings(() => store, base, size);
  } finally {
    await close();
  }
}

/** The model's people and accounts, in a real store. */
export async function fillStore(store: Store): Promise<void> {
  await store.writeMembers(members);
  const ctx = await testContext(store, '2026-11-01T00:00:00.000Z');
  const contracts = modelAccounts.map(({ id, domains }) =>
    sampleEvent('contract.updated', id, '2026-09-01', { name: id, domains }),
  );
  // Whom and what models may name.
  const heard = modelAccounts.flatMap(({ id }) => [
    { ...sampleEvent('user.session', id, '2026-09-02'), user: 'ann' },
    sampleEvent('job.retry', id, '2026-09-02', { job: 'sync' }),
  ]);
  await ingest(ctx, [...contracts, ...heard]);
}

async function open(engine: ModelEngine, serverUrl = ''): Promise<{ store: Store; close(): Promise<void> }> {
  if (engine === 'embedded') {
    const database = await openDatabase({ kind: 'memory' });
    return { store: createStore(database), close: () => database.close() };
  }
  const { url, drop } = await createThrowawayDatabase(serverUrl);
  const database = await openDatabase({ kind: 'server', url, migrationUrl: null });
  const close = async (): Promise<void> => {
    await database.close();
    await drop();
  };
  return { store: createStore(database), close };
}
