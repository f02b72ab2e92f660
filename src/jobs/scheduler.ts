import { schedule as scheduleCron } from 'node-cron';
import type { RequestContext, Services } from '../services/context.ts';
import { defaultExpireSeconds, type Job } from './job.ts';
import { partsOf } from './job-parts.ts';
import type { JobQueue } from './job-queue.ts';
import { runJob } from './run-job.ts';
import { scheduleOf } from './schedule-of.ts';
import { isOvertaken, latestSlot, type Schedule } from './slots.ts';

/** A scheduler that runs. */
export interface Scheduler {
  /** Looks at the clock now; otherwise it does once a minute. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

interface Planned {
  job: Job;
  schedule: Schedule;
}

interface Parts {
  services: Services;
  jobs: readonly Job[];
  queue: JobQueue;
}

/**
 * Makes jobs happen. Once a minute, and at once, each job's latest slot by our clock goes into the queue; the queue
 * keeps it once however many processes say so, and hands it to one of them. So a slot that came due while nothing ran is
 * caught up once, and older ones are not.
 */
export async function startScheduler({ services, jobs, queue }: Parts): Promise<Scheduler> {
  const { store, clock, log } = services;
  const ctx: RequestContext = { ...services, member: null };
  const planned = jobs.flatMap(partsOf).map((job): Planned => ({ job, schedule: scheduleOf(services, job) }));
  for (const { job, schedule } of planned) {
    if (job.runsWhenNew) continue; // then its latest slot was missed, and is caught up
    const now = clock.now();
    await store.introduceJob(job.name, latestSlot(schedule, now), now);
  }
  await queue.start(async (name, slot) => await handle(ctx, planned, name, slot));
  const tick = createTick(services, planned, queue);
  await tick();
  const task = scheduleCron('* * * * *', tick, {
    timezone: 'UTC',
    noOverlap: true,
    suppressMissedWarning: true,
    logger: {
      info: () => undefined,
      debug: () => undefined,
      warn: (message) => log.warn(message),
      error: (message, error) => log.error({ err: error ?? message }, 'the clock of jobs failed'),
    },
  });
  return {
    tick,
    stop: async () => {
      await task.destroy();
      await queue.stop();
    },
  };
}

/** What was published last is remembered, so that the database hears of a slot once per process. */
function createTick(
  { clock, log }: Services,
  planned: readonly Planned[],
  queue: JobQueue,
): () => Promise<void> {
  const published = new Map<string, number>();
  return async () => {
    for (const { job, schedule } of planned) {
      const slot = latestSlot(schedule, clock.now());
      if (published.get(job.name) === slot.getTime()) continue;
      try {
        const expireSeconds = job.expireSeconds ?? defaultExpireSeconds;
        await queue.publish({ name: job.name, slot, expireSeconds });
        published.set(job.name, slot.getTime());
      } catch (error) {
        log.error({ err: error, job: job.name, slot }, 'a job could not be queued; trying again in a minute');
      }
    }
  };
}

/** @throws the job's failure, so that the queue tries again */
async function handle(
  ctx: RequestContext,
  planned: readonly Planned[],
  name: string,
  slot: Date,
): Promise<void> {
  const known = planned.find(({ job }) => job.name === name);
  if (!known) throw new Error(`no job here is called '${name}'`); // another process's version may know it
  if (isOvertaken(known.schedule, slot, ctx.clock.now())) return;
  const result = await runJob(ctx, known.job, slot, 'clock');
  if (result.outcome === 'failed') throw result.error;
}
