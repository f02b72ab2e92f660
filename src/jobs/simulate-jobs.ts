import { createManualClock } from '../domain/clock.ts';
import type { RequestContext } from '../services/context.ts';
import type { Job } from './job.ts';
import { runJob } from './run-job.ts';
import { nextSlot, readCron } from './slots.ts';

/** What simulated time brought. */
export interface Simulation {
  from: Date;
  until: Date;
  runs: { name: string; done: number; failed: number }[];
  /** The first failures, at most 20. */
  failures: { name: string; slot: Date; reason: string }[];
}

export interface SimulationInput {
  until: Date;
  onProgress(at: Date): void;
  /** Ends it after the run at hand; the next simulation goes on there. */
  signal: AbortSignal;
}

const shownFailures = 20;

/** Where simulated time stands: at the last simulated slot, or at the clock where that is later. */
export async function simulatedNow(ctx: RequestContext): Promise<Date> {
  const runs = (await ctx.store.listLastRuns()).filter(({ origin }) => origin === 'simulated');
  return new Date(Math.max(ctx.clock.now().getTime(), ...runs.map(({ slot }) => slot.getTime())));
}

/**
 * Runs every slot of every job up to an instant, in the order of time, with the clock at the slot. Nothing is skipped:
 * where the real clock would catch up once, this goes through each. What it changes stays changed. Jobs that ask other
 * systems are left out: there is nothing to be had from their future.
 */
export async function simulateJobs(
  ctx: RequestContext,
  jobs: readonly Job[],
  { until, onProgress, signal }: SimulationInput,
): Promise<Simulation> {
  const from = await simulatedNow(ctx);
  const clock = createManualClock(from);
  const simulated = { ...ctx, clock };
  const own = jobs.filter(({ readsOutside }) => !readsOutside);
  const counts = new Map(own.map(({ name }) => [name, { name, done: 0, failed: 0 }]));
  const failures: Simulation['failures'] = [];
  // One millisecond back: of several jobs at the instant where the last simulation was stopped, some may be left.
  for (const { job, slot } of slotsBetween(own, new Date(from.getTime() - 1), until)) {
    if (signal.aborted) break;
    clock.set(slot);
    onProgress(slot);
    const result = await runJob(simulated, job, slot, 'simulated');
    const count = counts.get(job.name);
    if (!count || result.outcome === 'skipped') continue;
    count[result.outcome]++;
    if (result.outcome !== 'failed' || failures.length === shownFailures) continue;
    failures.push({ name: job.name, slot, reason: reasonOf(result.error) });
  }
  return { from, until, runs: [...counts.values()], failures };
}

/** Every slot after one instant and up to another, by time, then in the order of the jobs. */
export function* slotsBetween(
  jobs: readonly Job[],
  after: Date,
  until: Date,
): Generator<{ job: Job; slot: Date }> {
  const queue = jobs.map((job) => {
    const schedule = readCron(job.cron);
    return { job, schedule, slot: nextSlot(schedule, after) };
  });
  for (;;) {
    const [first, ...others] = queue;
    if (!first) return;
    const next = others.reduce((best, other) => (other.slot < best.slot ? other : best), first);
    if (next.slot > until) return;
    yield { job: next.job, slot: next.slot };
    next.slot = nextSlot(next.schedule, next.slot);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
