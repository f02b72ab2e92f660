import { Kysely, PGliteDialect } from 'kysely';
import { describe, inject } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import type { Schema } from '../../src/store/schema.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { borrowEngine } from './embedded-pool.ts';
import { createThrowawayDatabase } from './throwaway-database.ts';

/** Opens empty stores of one engine; `close` also removes what they were made of. */
export interface TestEngine {
  name: 'embedded' | 'server';
  open(): Promise<{ store: Store; database: Database; url: string | null; close(): Promise<void> }>;
}

/** The embedded engine, in memory. */
export const embedded: TestEngine = {
  name: 'embedded',
  open: async () => {
    const engine = await borrowEngine();
    // The dialect's type asks for the engine's own transaction type; it calls only query, transaction and close.
    const queries = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: engine as never }) });
    const database: Database = { kind: 'embedded', queries, engine, pool: null, close: () => engine.close() };
    return { store: createStore(database), database, url: null, close: () => database.close() };
  },
};

/** A PostgreSQL server; every open makes a database of its own. */
export const server: TestEngine = {
  name: 'server',
  open: async () => {
    const { url, drop } = await createThrowawayDatabase(inject('serverUrl'), inject('serverTemplate'));
    const database = await openDatabase({ kind: 'server', url, migrationUrl: null });
    const close = async (): Promise<void> => {
      await database.close();
      await drop();
    };
    return { store: createStore(database), database, url, close };
  },
};

/** Runs a suite on every engine that is there; a missing server shows as skipped, never as passed. */
export function describeEngines(name: string, suite: (engine: TestEngine) => void): void {
  describe(`${name} on the embedded engine`, () => suite(embedded));
  describe.skipIf(!inject('serverUrl'))(`${name} on a PostgreSQL server`, () => suite(server));
}
