import { describe, inject } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import { createThrowawayDatabase } from './throwaway-database.ts';

/** Opens empty stores of one engine; `close` also removes what they were made of. */
export interface TestEngine {
  name: 'embedded' | 'server';
  open(): Promise<{ store: Store; url: string | null; close(): Promise<void> }>;
}

/** The embedded engine, in memory. */
export const embedded: TestEngine = {
  name: 'embedded',
  open: async () => {
    const store = await openStore({ kind: 'memory', template: inject('embeddedTemplate') });
    return { store, url: null, close: () => store.close() };
  },
};

/** A PostgreSQL server; every open makes a database of its own. */
export const server: TestEngine = {
  name: 'server',
  open: async () => {
    const database = await createThrowawayDatabase(inject('serverUrl'));
    const store = await openStore({ kind: 'server', url: database.url, migrationUrl: null });
    const close = async (): Promise<void> => {
      await store.close();
      await database.drop();
    };
    return { store, url: database.url, close };
  },
};

/** Runs a suite on every engine that is there; a missing server shows as skipped, never as passed. */
export function describeEngines(name: string, suite: (engine: TestEngine) => void): void {
  describe(`${name} on the embedded engine`, () => suite(embedded));
  describe.skipIf(!inject('serverUrl'))(`${name} on a PostgreSQL server`, () => suite(server));
}
