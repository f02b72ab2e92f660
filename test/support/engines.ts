import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { Kysely, PGliteDialect } from 'kysely';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { administer, createThrowawayDatabase } from './throwaway-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated, empty embedded database to start from; initdb would cost seconds in every file. */
    embeddedTemplate: string;
    /** Superuser's URL of a PostgreSQL with pgvector; empty = that engine is not tested. */
    serverUrl: string;
    /** Name of a migrated, empty database on that server; empty = there is no server. */
    serverTemplate: string;
  }
}

const root = new URL('../../', import.meta.url);

/** Prepares both engines once for all test files. */
export async function setup(project: TestProject): Promise<void> {
  const serverUrl = process.env.HOLDFAST_TEST_DATABASE_URL ?? '';
  if (!serverUrl && process.env.HOLDFAST_REQUIRE_POSTGRES === '1') {
    throw new Error('HOLDFAST_REQUIRE_POSTGRES=1, but HOLDFAST_TEST_DATABASE_URL names no server to test on');
  }
  if (!serverUrl) {
    process.stderr.write(
      'The PostgreSQL engine is not tested; to test it: export HOLDFAST_TEST_DATABASE_URL="$(scripts/postgres.sh url --admin)"\n',
    );
  }
  project.provide('serverUrl', serverUrl);
  project.provide('serverTemplate', serverUrl && (await prepareServerTemplate(serverUrl)));
  project.provide('embeddedTemplate', await prepareTemplate());
}

async function prepareServerTemplate(serverUrl: string): Promise<string> {
  const name = `holdfast_template_${fingerprint()}`;
  const { url, drop } = await createThrowawayDatabase(serverUrl);
  const database = await openDatabase({ kind: 'server', url, migrationUrl: null });
  await database.close();
  // Two runs that begin at once both make one; the second finds the name taken and drops its own.
  const made = new URL(url).pathname.slice(1);
  await administer(serverUrl, `alter database ${made} rename to ${name}`).catch(drop);
  return name;
}

async function prepareTemplate(): Promise<string> {
  const file = join(tmpdir(), `holdfast-test-${fingerprint()}.tar.gz`);
  if (existsSync(file)) return file;
  const engine = await PGlite.create({ extensions: { vector } });
  await migrate(new Kysely({ dialect: new PGliteDialect({ pglite: engine as never }) }));
  const dump = await engine.dumpDataDir('gzip');
  writeFileSync(file, Buffer.from(await dump.arrayBuffer()));
  await engine.close();
  return file;
}

/** Changes with the version of the engine, with that of the queue and with every migration. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const library of ['@electric-sql/pglite', 'pg-boss']) {
    hash.update(readFileSync(new URL(`node_modules/${library}/package.json`, root)));
  }
  const folder = new URL('migrations/', root);
  for (const name of readdirSync(folder).sort()) hash.update(readFileSync(new URL(name, folder)));
  return hash.digest('hex').slice(0, 16);
}
