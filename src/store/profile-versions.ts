import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** A version of a score profile that was in force once. */
export interface StoredProfile {
  id: string;
  version: string;
  author: string;
  changedOn: string;
  body: unknown;
}

/** Every version that was ever in force, oldest first within a profile. */
export async function listProfileVersions(database: Kysely<Schema>): Promise<StoredProfile[]> {
  const rows = await database
    .selectFrom('profile_versions')
    .selectAll()
    .orderBy('id')
    .orderBy('loaded_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    author: row.author,
    changedOn: row.changed_on,
    body: row.body,
  }));
}

/** Keeps a version for good; it is never overwritten. */
export async function addProfileVersion(
  database: Kysely<Schema>,
  profile: StoredProfile,
  now: Date,
): Promise<void> {
  await database
    .insertInto('profile_versions')
    .values({
      id: profile.id,
      version: profile.version,
      author: profile.author,
      changed_on: profile.changedOn,
      loaded_at: now,
      body: JSON.stringify(profile.body),
    })
    .execute();
}
