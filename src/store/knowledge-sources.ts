import { type Kysely, type Selectable, sql } from 'kysely';
import type { SourceMark } from '../domain/knowledge-source.ts';
import type { Schema } from './schema.ts';

/** What is known of a source from its last reading. */
export interface SourceState {
  name: string;
  settings: string;
  mark: SourceMark; // null = read everything next time
  revision: number;
  readAt: Date;
  failure: string | null; // null = the last reading succeeded
  problems: readonly string[];
  documents: number;
}

/** How a reading ended. */
export interface SourceOutcome {
  name: string;
  settings: string;
  mark: SourceMark;
  /** The revision when the reading began; null = there was none. */
  since: number | null;
  at: Date;
  failure: string | null;
  problems: readonly string[];
}

/** Every source that was ever read, by name. */
export async function listSources(database: Kysely<Schema>): Promise<SourceState[]> {
  const { rows } = await sql<Selectable<Schema['knowledge_sources']> & { documents: number }>`
    select s.*, (select count(*) from knowledge_documents d where d.source = s.name) as documents
    from knowledge_sources s order by s.name`.execute(database);
  return rows.map(({ name, settings, mark, revision, read_at, failure, problems, documents }) => ({
    name,
    settings,
    mark,
    revision,
    failure,
    problems,
    documents,
    readAt: read_at,
  }));
}

/** The names of the sources whose last reading failed. */
export async function listFailedSources(database: Kysely<Schema>): Promise<string[]> {
  const rows = await database
    .selectFrom('knowledge_sources')
    .select('name')
    .where('failure', 'is not', null)
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}

/**
 * Notes how a reading ended. Where another one ended since this one began, no mark is kept: it might hide what the
 * other one missed. One that failed changed nothing, so the mark that is there stays.
 */
export async function noteReading(database: Kysely<Schema>, outcome: SourceOutcome): Promise<void> {
  const { name, settings, mark, since, at, failure, problems } = outcome;
  const marked = mark === null ? null : JSON.stringify(mark);
  await sql`insert into knowledge_sources (name, settings, mark, revision, read_at, failure, problems)
    values (${name}, ${settings}, ${marked}::jsonb, 1, ${at}, ${failure}, ${JSON.stringify(problems)}::jsonb)
    on conflict (name) do update set settings = excluded.settings, revision = knowledge_sources.revision + 1,
      mark = case when knowledge_sources.revision = ${since}::integer then excluded.mark
        when excluded.failure is not null and knowledge_sources.settings = excluded.settings
        then knowledge_sources.mark end,
      read_at = excluded.read_at, failure = excluded.failure, problems = excluded.problems`.execute(database);
}

/** Forgets a source with all its documents. @returns how many documents went; null = nobody knows the source */
export async function forgetSource(database: Kysely<Schema>, name: string): Promise<number | null> {
  const { numDeletedRows: documents } = await database
    .deleteFrom('knowledge_documents')
    .where('source', '=', name)
    .executeTakeFirst();
  const { numDeletedRows: sources } = await database
    .deleteFrom('knowledge_sources')
    .where('name', '=', name)
    .executeTakeFirst();
  return sources > 0n || documents > 0n ? Number(documents) : null;
}
