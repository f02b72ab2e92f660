import { type Kysely, sql } from 'kysely';
import type { PolicyFiles } from '../domain/policy-files.ts';
import type { Schema } from './schema.ts';

/** Policies that were in force once. */
export interface StoredPolicies {
  /** As `Policies.version`: 16 hexadecimal digits. */
  id: string;
  files: PolicyFiles;
}

/** The policies that came into force last; null = none ever did. */
export async function lastPolicyVersion(database: Kysely<Schema>): Promise<StoredPolicies | null> {
  const row = await database
    .selectFrom('policy_versions')
    .select(['id', 'files'])
    .orderBy('turn', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row ? { id: row.id, files: row.files as PolicyFiles } : null;
}

/** Keeps policies for good. Those that come into force again are the last ones again. */
export async function keepPolicyVersion(
  database: Kysely<Schema>,
  { id, files }: StoredPolicies,
  now: Date,
): Promise<void> {
  const text = JSON.stringify(files);
  await sql`insert into policy_versions (id, turn, loaded_at, files)
    select ${id}, coalesce(max(turn), 0) + 1, ${now}, ${text}::jsonb from policy_versions
    on conflict (id) do update set turn = excluded.turn, loaded_at = excluded.loaded_at`.execute(database);
}
