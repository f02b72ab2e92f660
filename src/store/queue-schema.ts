import { type Kysely, sql } from 'kysely';
import { HoldfastError } from '../errors.ts';
import type { Schema } from './schema.ts';
import { script } from './script.ts';

/** Where the queue's library keeps its tables. */
export const queueSchema = 'pgboss';

const installLock = 4_865_748;

/**
 * Lays out the queue's tables, or brings them to what the installed library expects. Run by whoever may create a schema;
 * two processes starting at once wait for each other. ADR-0019
 * @throws {HoldfastError} HF_DATABASE_NEWER when a newer Holdfast laid them out
 * @throws {HoldfastError} HF_DATABASE_UNSUITABLE when the role may not
 */
export async function installQueue(owner: Kysely<Schema>): Promise<void> {
  const { default: library } = await import('pg-boss/package.json', { with: { type: 'json' } });
  const wanted: number = library.pgboss.schema;
  if ((await queueVersion(owner)) === wanted) return;
  try {
    await layOut(owner, wanted);
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    throw new HoldfastError(
      'HF_DATABASE_UNSUITABLE',
      `The tables of the job queue cannot be laid out: ${(error as Error).message}`,
      {
        next: 'Let DATABASE_MIGRATION_URL name a role that may create a schema in this database.',
        cause: error,
      },
    );
  }
}

async function layOut(owner: Kysely<Schema>, wanted: number): Promise<void> {
  const { getConstructionPlans, getMigrationPlans } = await import('pg-boss');
  await owner.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${installLock})`.execute(transaction);
    const found = await queueVersion(transaction);
    if (found === wanted) return;
    if (found !== null && found > wanted) {
      throw new HoldfastError(
        'HF_DATABASE_NEWER',
        `The job queue in the database has layout ${found}; this Holdfast knows ${wanted}`,
      );
    }
    const plan = found === null ? getConstructionPlans(queueSchema) : getMigrationPlans(queueSchema, found);
    await sql.raw(script(asPartOf(plan))).execute(transaction);
  });
}

/** The layout of the queue's tables; null = there are none. */
async function queueVersion(database: Kysely<Schema>): Promise<number | null> {
  // Not to_regclass: after the lock it still answers from what this connection cached before.
  const { rows } = await sql`
    select 1 from pg_catalog.pg_class as relation
      join pg_catalog.pg_namespace as namespace on namespace.oid = relation.relnamespace
     where namespace.nspname = ${queueSchema} and relation.relname = 'version'`.execute(database);
  if (rows.length === 0) return null;
  const table = sql.table(`${queueSchema}.version`);
  const found = await sql<{ version: number }>`select version from ${table}`.execute(database);
  return found.rows[0]?.version ?? null;
}

/** A plan as a part of our transaction. Its indexes are over tables of a few rows, so they need not be built beside the work. */
function asPartOf(plan: string): string {
  return plan
    .replace(/^\s*BEGIN;/, '')
    .replace(/^\s*COMMIT;/m, '')
    .replace(/^(\s*CREATE (?:UNIQUE )?INDEX|\s*DROP INDEX) CONCURRENTLY/gm, '$1');
}
