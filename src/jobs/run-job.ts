import type { JobRunKey } from '../domain/job-run.ts';
import type { RequestContext } from '../services/context.ts';
import type { Job } from './job.ts';

/** What became of a run; `skipped`: it had been done. */
export type RunResult =
  | { outcome: 'done'; detail: unknown }
  | { outcome: 'failed'; error: unknown }
  | { outcome: 'skipped' };

/**
 * Runs one slot of a job and keeps the book on it: a slot that is done is never run again, whoever asks.
 * A failure of the job is a value; a failure of the book is thrown.
 */
export async function runJob(
  ctx: RequestContext,
  job: Job,
  slot: Date,
  origin: JobRunKey['origin'],
): Promise<RunResult> {
  const key = { name: job.name, slot, origin };
  const attempts = await ctx.store.beginJobRun(key, ctx.clock.now());
  if (attempts === null) return { outcome: 'skipped' };
  const result = await attempt(ctx, job, slot);
  await ctx.store.finishJobRun(key, attempts, {
    at: ctx.clock.now(),
    outcome: result.outcome,
    detail: detailOf(result),
  });
  if (result.outcome === 'failed')
    ctx.log.error({ err: result.error, job: job.name, slot, attempts }, 'a job failed');
  return result;
}

async function attempt(
  ctx: RequestContext,
  job: Job,
  slot: Date,
): Promise<Exclude<RunResult, { outcome: 'skipped' }>> {
  try {
    return { outcome: 'done', detail: await job.run(ctx, slot) };
  } catch (error) {
    return { outcome: 'failed', error };
  }
}

function detailOf(result: Exclude<RunResult, { outcome: 'skipped' }>): string | null {
  if (result.outcome === 'failed')
    return result.error instanceof Error ? result.error.message : String(result.error);
  return result.detail === undefined ? null : JSON.stringify(result.detail);
}
