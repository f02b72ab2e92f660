import { readdir, readFile } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { HoldfastError } from '../errors.ts';
import type { Schema } from './schema.ts';

const folder = new URL('../../migrations/', import.meta.url);

/**
 * Brings the database to the newest schema. Forward only; processes that start at once wait for each other, so each
 * migration runs once.
 * @throws {HoldfastError} HF_DATABASE_NEWER when the database knows migrations that this version does not
 * @throws {HoldfastError} HF_DATABASE_UNSUITABLE when a migration fails, for example for want of pgvector
 */
export async function migrate(database: Kysely<Schema>): Promise<void> {
  // The library's own lock lies in a table that it has to create first, and two that create it at once trip.
  await database.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${migrationLock})`.execute(connection);
    try {
      await migrateAlone(connection);
    } finally {
      await sql`select pg_advisory_unlock(${migrationLock})`.execute(connection);
    }
  });
}

const migrationLock = 4_865_745;

async function migrateAlone(database: Kysely<Schema>): Promise<void> {
  const migrations = await readMigrations();
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (!error) return;
  const message = error instanceof Error ? error.message : String(error);
  if (/corrupted migrations/.test(message)) {
    throw new HoldfastError(
      'HF_DATABASE_NEWER',
      `The database was migrated by a newer Holdfast: ${message}`,
      { cause: error },
    );
  }
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  throw new HoldfastError('HF_DATABASE_UNSUITABLE', `Migration ${failed ?? 'set-up'} failed: ${message}`, {
    cause: error,
  });
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const entries = names.map(async (name): Promise<[string, Migration]> => {
    const text = await readFile(new URL(name, folder), 'utf8');
    return [name.replace(/\.sql$/, ''), { up: (database) => runStatements(database, text) }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function runStatements(database: Kysely<unknown>, text: string): Promise<void> {
  for (const statement of text.split(/;\s*\n/)) {
    const code = statement.replace(/^\s*--.*$/gm, '').trim();
    if (code) await sql.raw(code).execute(database);
  }
}
