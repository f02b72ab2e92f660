import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { HoldfastError } from '../errors.ts';
import { type EmbeddedEngine, startEmbeddedEngine } from './embedded/engine.ts';
import { currentRole, grantWork } from './grants.ts';
import { migrate } from './migrate.ts';
import { installQueue } from './queue-schema.ts';
import type { Schema } from './schema.ts';
import { adaptConnection } from './server-connection.ts';

/** Where the data lives. */
export type DatabaseLocation =
  | { kind: 'embedded'; home: string; template?: string } // template: a dumped folder to start from, instead of initdb
  | { kind: 'memory'; template?: string }
  | { kind: 'server'; url: string; migrationUrl: string | null; poolSize?: number };

/** An open database whose schema is up to date. */
export interface Database {
  kind: 'embedded' | 'server';
  queries: Kysely<Schema>;
  /** The raw engine, for the bulk path of benchmarks; null on a server. */
  engine: EmbeddedEngine | null;
  /** The raw pool, for COPY; null on the embedded engine. */
  pool: pg.Pool | null;
  close(): Promise<void>;
}

const int8 = 20;
const numeric = 1700;
const date = 1082;
const idleInTransactionMs = 60_000;
const minimumServerVersion = 160_000;

/**
 * Opens the database and brings its schema up to date.
 * @throws {HoldfastError} HF_DATABASE_UNAVAILABLE, HF_DATABASE_UNSUITABLE, HF_DATABASE_NEWER or HF_DISK_FULL
 */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  return location.kind === 'server' ? await openServer(location) : await openEmbedded(location);
}

async function openEmbedded(location: Exclude<DatabaseLocation, { kind: 'server' }>): Promise<Database> {
  const folder = location.kind === 'embedded' ? join(location.home, 'database') : null;
  if (folder) await mkdir(folder, { recursive: true });
  const engine = await startEmbeddedEngine({ folder, template: location.template ?? null }).catch(
    async (error: unknown) => {
      throw whyNotOpened(error, folder, folder ? await freeBytes(folder) : null);
    },
  );
  // The dialect's type asks for the engine's own transaction type; it calls only query, transaction and close.
  const queries = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: engine as never }) });
  try {
    await migrate(queries);
  } catch (error) {
    await engine.close(); // its thread would keep the process
    throw error;
  }
  return { kind: 'embedded', queries, engine, pool: null, close: () => engine.close() };
}

/** The engine stops at a full disk without saying so. A new database takes about this much. */
const neededBytes = 64 * 1024 * 1024;

/**
 * What kept the embedded engine from starting: a full disk by its own word or by the space that is left, or what it said.
 * @param free - bytes; null = not known
 */
export function whyNotOpened(error: unknown, folder: string | null, free: number | null): unknown {
  const told = /ENOSPC|no space left on device|disk quota exceeded/i.test(String((error as Error).message));
  if (!told && (free === null || free >= neededBytes)) return error;
  const left = free === null ? '' : `; ${Math.floor(free / 1_048_576)} MB are left`;
  return new HoldfastError(
    'HF_DISK_FULL',
    `The disk is too full to open the database in ${folder ?? 'memory'}${left}`,
    { cause: error },
  );
}

async function freeBytes(folder: string): Promise<number | null> {
  const found = await statfs(folder).catch(() => null);
  return found && found.bavail * found.bsize;
}

async function openServer(location: Extract<DatabaseLocation, { kind: 'server' }>): Promise<Database> {
  const { pool, queries } = connect(location.url, location.poolSize ?? 10);
  try {
    await checkServer(queries, location.url);
    if (location.migrationUrl) await migrateAsOwner(location.migrationUrl, await currentRole(queries));
    else await migrateAll(queries);
  } catch (error) {
    await queries.destroy();
    throw error;
  }
  return { kind: 'server', queries, engine: null, pool, close: () => queries.destroy() };
}

async function migrateAsOwner(url: string, workRole: string): Promise<void> {
  const { queries: owner } = connect(url, 2);
  try {
    await checkServer(owner, url);
    await migrateAll(owner);
    await grantWork(owner, workRole);
  } finally {
    await owner.destroy();
  }
}

/** On a server the queue is laid out with the rest: the work role could not do it later. */
async function migrateAll(owner: Kysely<Schema>): Promise<void> {
  await migrate(owner);
  await installQueue(owner);
}

function connect(url: string, poolSize: number): { pool: pg.Pool; queries: Kysely<Schema> } {
  let pool: pg.Pool;
  try {
    pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: 5_000,
      // A process that stands still in the middle of a transaction must not keep its locks from the others.
      idle_in_transaction_session_timeout: idleInTransactionMs,
      types: { getTypeParser },
    });
  } catch (error) {
    throw unavailable(url, error);
  }
  pool.on('connect', adaptConnection);
  pool.on('error', () => undefined); // an idle connection that breaks is replaced at the next query
  // One that breaks in the middle of a transaction fails its next statement; unheard, it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return { pool, queries: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }) };
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === int8 || oid === numeric) return Number;
  if (oid === date) return (value) => value;
  return pg.types.getTypeParser(oid, format as 'text');
}

async function checkServer(queries: Kysely<Schema>, url: string): Promise<void> {
  let version: number;
  try {
    const { rows } = await sql<{
      version: string;
    }>`select current_setting('server_version_num') as version`.execute(queries);
    version = Number(rows[0]?.version);
  } catch (error) {
    throw unavailable(url, error);
  }
  if (version < minimumServerVersion) {
    throw new HoldfastError(
      'HF_DATABASE_UNSUITABLE',
      `The server is PostgreSQL ${Math.floor(version / 10_000)}; 16 or newer is needed.`,
    );
  }
}

function unavailable(url: string, error: unknown): HoldfastError {
  const reason =
    error instanceof AggregateError ? error.errors.map(String).join('; ') : (error as Error).message;
  return new HoldfastError(
    'HF_DATABASE_UNAVAILABLE',
    `Cannot open the database at ${withoutPassword(url)}: ${reason}`,
    { cause: error },
  );
}

/** The address without its secret, fit for messages and logs. */
export function withoutPassword(url: string): string {
  try {
    const parsed = new URL(url);
    if (parsed.password) parsed.password = '***';
    if (parsed.searchParams.has('password')) parsed.searchParams.set('password', '***');
    return parsed.toString();
  } catch {
    return '(not a URL)';
  }
}
