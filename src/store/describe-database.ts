import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** What a person who looks for trouble wants to know about the database. */
export interface DatabaseFacts {
  /** Such as `18.0`. */
  version: string;
  /** Version of pgvector; null = not installed. */
  vector: string | null;
  /** Newest migration that has run. */
  migration: string | null;
  role: string;
  /** The role may do anything: more than the work needs. */
  superuser: boolean;
}

/** Asks the database about itself. */
export async function describeDatabase(database: Kysely<Schema>): Promise<DatabaseFacts> {
  const { rows } = await sql<DatabaseFacts>`select
    current_setting('server_version') as version,
    (select extversion from pg_extension where extname = 'vector') as vector,
    (select max(name) from kysely_migration) as migration,
    current_user::text as role,
    (select rolsuper from pg_roles where rolname = current_user) as superuser`.execute(database);
  const [facts] = rows;
  if (!facts) throw new Error('the database says nothing about itself');
  return facts;
}
