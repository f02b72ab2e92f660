import type { RequestContext } from '../services/context.ts';
import { type DeadRun, findDeadRuns } from './dead-runs.ts';
import type { Job } from './job.ts';
import { type RunResult, runJob } from './run-job.ts';

/** A run that was given up, and what came of running it again. */
export interface RetriedRun {
  run: DeadRun;
  result: RunResult;
}

/**
 * Runs again what was given up of a job, under the slot that it stands for: of each part the newest, which makes good
 * the older ones.
 */
export async function retryJob(ctx: RequestContext, job: Job): Promise<RetriedRun[]> {
  const dead = findDeadRuns(ctx, [job], await ctx.store.listFailedRuns(), ctx.clock.now());
  const newest = new Map(dead.map((run) => [run.job.name, run]));
  const retried: RetriedRun[] = [];
  for (const run of newest.values())
    retried.push({ run, result: await runJob(ctx, run.job, run.slot, 'clock') });
  return retried;
}
