import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KyselyPlugin } from 'kysely';
import pino from 'pino';
import { loadContent } from '../src/content/content.ts';
import { createEncoder } from '../src/copilot/encoder/encoder.ts';
import { searchKnowledge } from '../src/copilot/knowledge-search.ts';
import { createClock } from '../src/domain/clock.ts';
import { createIds } from '../src/domain/ids.ts';
import type { RequestContext } from '../src/services/context.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { createStore } from '../src/store/store.ts';
import { testArtifacts } from '../test/support/artifacts.ts';
import { testDoor } from '../test/support/door.ts';
import { createThrowawayDatabase } from '../test/support/throwaway-database.ts';

/** An empty installation of one engine, and how to throw it away. */
export interface Bench {
  engine: Database['kind'];
  database: Database;
  ctx: RequestContext;
  /** Null = the embedded engine */
  url: string | null;
  /** Sent to the engine so far. */
  statements: { count: number };
  close(): Promise<void>;
}

/** Opens the embedded engine in a folder of its own: what a user of one machine has. */
export async function openEmbedded(): Promise<Bench> {
  const home = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  return await createBench(await openDatabase({ kind: 'embedded', home }), () =>
    rm(home, { recursive: true, force: true }),
  );
}

/** Opens a database of its own on a server. @param adminUrl - a role that may create databases */
export async function openServer(adminUrl: string): Promise<Bench> {
  const { url, drop } = await createThrowawayDatabase(adminUrl);
  return await createBench(await openDatabase({ kind: 'server', url, migrationUrl: null }), drop, url);
}

/** An installation over an open database. */
export async function createBench(
  database: Database,
  discard: () => Promise<void>,
  url: string | null = null,
): Promise<Bench> {
  const statements = { count: 0 };
  const counted: Database = { ...database, queries: database.queries.withPlugin(countInto(statements)) };
  const store = createStore(counted);
  const ctx: RequestContext = {
    store,
    content: await loadContent(null),
    knowledge: searchKnowledge({ readFiles: async () => [] }),
    clock: createClock(),
    ids: createIds(),
    log: pino({ level: 'silent' }),
    door: await testDoor(),
    member: null,
    indexing: { sources: [], embedder: createEncoder() },
    artifacts: testArtifacts(),
    channels: { alerts: null },
  };
  const close = async (): Promise<void> => {
    await store.close();
    await discard();
  };
  return { engine: database.kind, database, ctx, url, statements, close };
}

function countInto(statements: { count: number }): KyselyPlugin {
  return {
    transformQuery: ({ node }) => {
      statements.count++;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}
