import type { JobRun } from '../domain/job-run.ts';
import type { Services } from '../services/context.ts';
import { defaultExpireSeconds, type Job, jobRetries } from './job.ts';
import { partsOf } from './job-parts.ts';
import { scheduleOf } from './schedule-of.ts';
import { isOvertaken } from './slots.ts';

/** A run that will not be tried again by itself, and that no later run of its job made good. */
export interface DeadRun {
  /** The job, or the part of it, as the queue knows it. */
  job: Job;
  slot: Date;
  attempts: number;
  failedAt: Date;
  reason: string;
}

/**
 * Which runs were given up: tried as often as a job is, or overtaken by their next slot, and nothing was done since.
 * @param runs - of `listFailedRuns`, oldest first
 */
export function findDeadRuns(
  services: Pick<Services, 'content'>,
  jobs: readonly Job[],
  runs: readonly JobRun[],
  now: Date,
): DeadRun[] {
  return jobs.flatMap(partsOf).flatMap((job) => {
    const schedule = scheduleOf(services, job);
    return runs
      .filter(({ name }) => name === job.name)
      .filter((run) => hasEnded(job, run, now))
      .filter(({ slot, attempts }) => attempts > jobRetries || isOvertaken(schedule, slot, now))
      .map(({ slot, attempts, startedAt, finishedAt, detail }) => ({
        job,
        slot,
        attempts,
        failedAt: finishedAt ?? startedAt,
        reason: detail ?? 'It was cut off in the middle',
      }));
  });
}

/** What runs longer than its job may was cut off: nobody will tell how it ended. */
function hasEnded(job: Job, { outcome, startedAt }: JobRun, now: Date): boolean {
  const endsMs = (job.expireSeconds ?? defaultExpireSeconds) * 1_000;
  return outcome === 'failed' || startedAt.getTime() + endsMs < now.getTime();
}
