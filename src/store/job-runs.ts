import { type Kysely, sql } from 'kysely';
import type { JobRun, JobRunKey } from '../domain/job-run.ts';
import type { Schema } from './schema.ts';

/** Longer details are cut: the log has the rest. */
const detailLength = 2_000;

/**
 * Notes that a run begins. One statement that one caller wins.
 * @returns how often it has begun by now; null = it is done, or came before the job was known: nothing is to be done
 */
export async function beginJobRun(
  database: Kysely<Schema>,
  { name, slot, origin }: JobRunKey,
  at: Date,
): Promise<number | null> {
  const { rows } = await sql<{ attempts: number }>`
    insert into job_runs (name, slot, origin, outcome, attempts, started_at)
    values (${name}, ${slot}, ${origin}, 'running', 1, ${at})
    on conflict (name, slot, origin) do update
       set outcome = 'running', attempts = job_runs.attempts + 1, started_at = excluded.started_at,
           finished_at = null, detail = null
     where job_runs.outcome in ('running', 'failed')
    returning attempts`.execute(database);
  return rows[0]?.attempts ?? null;
}

/** Notes how a run ended, unless it was begun anew since: then its end is no longer ours to tell. */
export async function finishJobRun(
  database: Kysely<Schema>,
  { name, slot, origin }: JobRunKey,
  attempts: number,
  end: { at: Date; outcome: 'done' | 'failed'; detail: string | null },
): Promise<void> {
  await database
    .updateTable('job_runs')
    .set({
      outcome: end.outcome,
      finished_at: end.at,
      detail:
        end.detail === null ? null : end.detail.replaceAll('\0', '').slice(0, detailLength).toWellFormed(),
    })
    .where('name', '=', name)
    .where('slot', '=', slot)
    .where('origin', '=', origin)
    .where('attempts', '=', attempts)
    .execute();
}

/** Remembers since when a job is known, once: what lies before is not missed. */
export async function introduceJob(
  database: Kysely<Schema>,
  name: string,
  slot: Date,
  at: Date,
): Promise<void> {
  await sql`
    insert into job_runs (name, slot, origin, outcome, attempts, started_at, finished_at)
    select ${name}, ${slot}, 'clock', 'first seen', 0, ${at}, ${at}
     where not exists (select from job_runs known where known.name = ${name} and known.origin = 'clock')
    on conflict do nothing`.execute(database);
}

/** The newest run of each job and origin, in the order of slots. */
export async function listLastRuns(database: Kysely<Schema>): Promise<JobRun[]> {
  const rows = await database
    .selectFrom('job_runs')
    .selectAll()
    .distinctOn(['name', 'origin'])
    .orderBy('name')
    .orderBy('origin')
    .orderBy('slot', 'desc')
    .execute();
  return rows.map(toRun).sort((a, b) => a.slot.getTime() - b.slot.getTime());
}

/**
 * Runs by the clock that did not come to a good end, and after whose slot the same job has not been done since; oldest
 * first. What still runs is among them.
 */
export async function listFailedRuns(database: Kysely<Schema>): Promise<JobRun[]> {
  const query = database
    .selectFrom('job_runs as failed')
    .selectAll()
    .where('failed.origin', '=', 'clock')
    .where('failed.outcome', 'in', ['failed', 'running'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('job_runs as later')
            .select('later.name')
            .where(({ eb, or, and, ref }) =>
              or([
                eb('later.name', '=', ref('failed.name')),
                // By hand a job runs as a whole: that does what its parts left undone. Names have no blanks.
                and([
                  eb('later.origin', '=', 'hand'),
                  eb('later.name', '=', sql<string>`split_part(failed.name, ' ', 1)`),
                ]),
              ]),
            )
            .whereRef('later.slot', '>', 'failed.slot')
            .where('later.origin', 'in', ['clock', 'hand'])
            .where('later.outcome', '=', 'done'),
        ),
      ),
    );
  return (await query.orderBy('failed.slot').orderBy('failed.name').execute()).map(toRun);
}

/** Every run of one job that is remembered, newest slot first. */
export async function listJobRuns(database: Kysely<Schema>, name: string, limit: number): Promise<JobRun[]> {
  const query = database.selectFrom('job_runs').selectAll().where('name', '=', name);
  return (await query.orderBy('slot', 'desc').orderBy('origin').limit(limit).execute()).map(toRun);
}

/** Forgets runs of slots before `before`, but never the newest of a job: it says what was missed. */
export async function forgetJobRuns(database: Kysely<Schema>, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from job_runs old
     where old.slot < ${before} and exists (
       select from job_runs newer
        where newer.name = old.name and newer.origin = old.origin and newer.slot > old.slot)`.execute(
    database,
  );
  return Number(numAffectedRows ?? 0n);
}

function toRun(row: {
  name: string;
  slot: Date;
  origin: string;
  outcome: string;
  attempts: number;
  started_at: Date;
  finished_at: Date | null;
  detail: string | null;
}): JobRun {
  const { name, slot, attempts, detail } = row;
  return {
    name,
    slot,
    attempts,
    detail,
    origin: row.origin as JobRun['origin'],
    outcome: row.outcome as JobRun['outcome'],
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
