import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** How far an import got; written in the transaction of the batch, so that it never runs ahead of the data. */
export interface ImportProgress {
  linesDone: number;
  accepted: number;
  duplicates: number;
  rejected: number;
}

/** How far an interrupted import of this file got; null = none was interrupted. */
export async function readImportProgress(
  database: Kysely<Schema>,
  fileKey: string,
): Promise<ImportProgress | null> {
  const row = await database
    .selectFrom('import_progress')
    .select(['lines_done', 'accepted', 'duplicates', 'rejected'])
    .where('file_key', '=', fileKey)
    .executeTakeFirst();
  return row
    ? {
        linesDone: row.lines_done,
        accepted: row.accepted,
        duplicates: row.duplicates,
        rejected: row.rejected,
      }
    : null;
}

/** Notes how far an import got. */
export async function writeImportProgress(
  database: Kysely<Schema>,
  fileKey: string,
  progress: ImportProgress,
  at: Date,
): Promise<void> {
  const values = {
    lines_done: progress.linesDone,
    accepted: progress.accepted,
    duplicates: progress.duplicates,
    rejected: progress.rejected,
    updated_at: at,
  };
  await database
    .insertInto('import_progress')
    .values({ file_key: fileKey, ...values })
    .onConflict((conflict) => conflict.column('file_key').doUpdateSet(values))
    .execute();
}

/** Forgets a finished import, so that the same file can be imported again from its first line. */
export async function clearImportProgress(database: Kysely<Schema>, fileKey: string): Promise<void> {
  await database.deleteFrom('import_progress').where('file_key', '=', fileKey).execute();
}
