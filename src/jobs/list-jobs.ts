import type { JobRun } from '../domain/job-run.ts';
import type { RequestContext } from '../services/context.ts';
import type { Job } from './job.ts';
import { cronInWords } from './slot-words.ts';
import { nextSlot, readCron } from './slots.ts';

/** A job, when it ran last, and when it will. */
export interface JobLine {
  name: string;
  cron: string;
  words: string;
  summary: string;
  nextAt: Date;
  lastRun: JobRun | null; // null = never, by the clock or by hand
  lastSimulatedRun: JobRun | null; // null = never in simulated time
}

/** Every job, in the order of the registry. */
export async function listJobs(ctx: RequestContext, jobs: readonly Job[]): Promise<JobLine[]> {
  const runs = await ctx.store.listLastRuns();
  return jobs.map(({ name, cron, summary }) => {
    const own = runs.filter((run) => run.name === name && run.outcome !== 'first seen');
    return {
      ...{ name, cron, summary, words: cronInWords(cron) },
      nextAt: nextSlot(readCron(cron), ctx.clock.now()),
      lastRun: own.findLast(({ origin }) => origin !== 'simulated') ?? null,
      lastSimulatedRun: own.findLast(({ origin }) => origin === 'simulated') ?? null,
    };
  });
}
