import type { JobRun } from '../domain/job-run.ts';
import type { RequestContext } from '../services/context.ts';
import { type DeadRun, findDeadRuns } from './dead-runs.ts';
import type { Job } from './job.ts';
import { jobNameOf } from './job-parts.ts';
import { scheduleOf, zoneOf } from './schedule-of.ts';
import { cronInWords } from './slot-words.ts';
import { nextSlot } from './slots.ts';

/** A job, when it ran last, and when it will. */
export interface JobLine {
  name: string;
  cron: string;
  words: string;
  summary: string;
  nextAt: Date;
  lastRun: JobRun | null; // null = never, by the clock or by hand
  lastSimulatedRun: JobRun | null; // null = never in simulated time
  /** Runs that were given up, and that no later one made good; oldest first. */
  deadRuns: DeadRun[];
}

/** Every job, in the order of the registry. */
export async function listJobs(ctx: RequestContext, jobs: readonly Job[]): Promise<JobLine[]> {
  const runs = await ctx.store.listLastRuns();
  const now = ctx.clock.now();
  const dead = findDeadRuns(ctx, jobs, await ctx.store.listFailedRuns(), now);
  return jobs.map((job) => {
    const { name, cron, summary } = job;
    const own = runs.filter((run) => jobNameOf(run.name) === name && run.outcome !== 'first seen');
    return {
      name,
      cron,
      summary,
      words: cronInWords(cron, zoneOf(ctx, job)),
      nextAt: nextSlot(scheduleOf(ctx, job), now),
      lastRun: newest(own.filter(({ origin }) => origin !== 'simulated')),
      lastSimulatedRun: newest(own.filter(({ origin }) => origin === 'simulated')),
      deadRuns: dead.filter((run) => jobNameOf(run.job.name) === name),
    };
  });
}

const worstLast: readonly JobRun['outcome'][] = ['first seen', 'done', 'running', 'failed'];

/** Of the parts of one slot the one that went worst. */
function newest(runs: readonly JobRun[]): JobRun | null {
  const worse = (a: JobRun, b: JobRun): number =>
    a.slot.getTime() - b.slot.getTime() || worstLast.indexOf(a.outcome) - worstLast.indexOf(b.outcome);
  return [...runs].sort(worse).at(-1) ?? null;
}
