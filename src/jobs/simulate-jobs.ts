import { createManualClock } from '../domain/clock.ts';
import type { RequestContext } from '../services/context.ts';
import { leaseSimulation, type SimulationLease } from '../services/lease-simulation.ts';
import { carryOutUntil } from './carry-out-until.ts';
import type { Job } from './job.ts';
import { runJob } from './run-job.ts';
import { scheduleOf } from './schedule-of.ts';
import { nextSlot } from './slots.ts';
import { createWatch, type Watch } from './watch-changes.ts';

/** What simulated time brought. */
export interface Simulation {
  from: Date;
  until: Date;
  /** `idle`: slots at which a job would have found all as it left it. */
  runs: { name: string; done: number; failed: number; idle: number }[];
  /** The first failures, at most 20. */
  failures: { name: string; slot: Date; reason: string }[];
}

export interface SimulationInput {
  until: Date;
  onProgress(at: Date): void;
  /** Ends it after the run at hand; the next simulation goes on there. */
  signal: AbortSignal;
  /** The context at simulated time; default: the same with that clock. */
  contextAt?(clock: RequestContext['clock']): RequestContext;
}

const shownFailures = 20;

/** Where simulated time stands: at the last simulated slot, or at the clock where that is later. */
export async function simulatedNow(ctx: RequestContext): Promise<Date> {
  const runs = (await ctx.store.listLastRuns()).filter(({ origin }) => origin === 'simulated');
  return new Date(Math.max(ctx.clock.now().getTime(), ...runs.map(({ slot }) => slot.getTime())));
}

/**
 * Runs every slot of every job up to an instant, in the order of time, with the clock at the slot, and carries out in
 * between what is due. Where the real clock would catch up once, this goes through each slot; left out are those alone at
 * which a job says that it would find nothing to do. What it changes stays changed. Jobs that ask other systems are left
 * out: there is nothing to be had from their future. One simulation runs at a time.
 * @throws {HoldfastError} HF_CLOCK_FROZEN while another runs
 */
export async function simulateJobs(
  ctx: RequestContext,
  jobs: readonly Job[],
  input: SimulationInput,
): Promise<Simulation> {
  const lease = await leaseSimulation(ctx);
  try {
    return await simulate(ctx, jobs, input, lease);
  } finally {
    await lease.release();
  }
}

async function simulate(
  ctx: RequestContext,
  jobs: readonly Job[],
  { until, onProgress, signal, contextAt = (clock) => ({ ...ctx, clock }) }: SimulationInput,
  lease: SimulationLease,
): Promise<Simulation> {
  const from = await simulatedNow(ctx);
  const clock = createManualClock(from);
  const simulated = contextAt(clock);
  const own = jobs.filter(({ readsOutside }) => !readsOutside);
  const tally = createTally(own);
  const watch = createWatch(simulated);
  const carryOut = async (before: Date): Promise<void> => {
    if (await watch.maySend()) await watch.noteSent(await carryOutUntil(simulated, clock, before));
  };
  // One millisecond back: of several jobs at the instant where the last simulation was stopped, some may be left.
  for (const due of slotsBetween(ctx, own, new Date(from.getTime() - 1), until)) {
    if (signal.aborted) break;
    await lease.keep();
    await carryOut(due.slot);
    clock.set(due.slot);
    onProgress(due.slot);
    await runDue(simulated, due, watch, tally);
  }
  if (!signal.aborted) await carryOut(new Date(until.getTime() + 1));
  return { from, until, ...tally };
}

interface DueSlot {
  job: Job;
  slot: Date;
  /** The last up to the end: it runs in any case, so that the book says how far time has come. */
  isLast: boolean;
}

async function runDue(
  ctx: RequestContext,
  { job, slot, isLast }: DueSlot,
  watch: Watch,
  tally: Pick<Simulation, 'runs' | 'failures'>,
): Promise<void> {
  const count = tally.runs.find(({ name }) => name === job.name);
  if (!count) return;
  if (!isLast && (await watch.rests(job, slot))) {
    count.idle++;
    return;
  }
  const before = await watch.mark();
  const result = await runJob(ctx, job, slot, 'simulated');
  watch.noteRun();
  if (result.outcome === 'skipped') return;
  count[result.outcome]++;
  if (result.outcome === 'done') await watch.noteDone(job, before);
  else if (tally.failures.length < shownFailures)
    tally.failures.push({ name: job.name, slot, reason: reasonOf(result.error) });
}

function createTally(jobs: readonly Job[]): Pick<Simulation, 'runs' | 'failures'> {
  return { runs: jobs.map(({ name }) => ({ name, done: 0, failed: 0, idle: 0 })), failures: [] };
}

/** Every slot after one instant and up to another, by time, then in the order of the jobs. */
export function* slotsBetween(
  services: Parameters<typeof scheduleOf>[0],
  jobs: readonly Job[],
  after: Date,
  until: Date,
): Generator<DueSlot> {
  const queue = jobs.map((job) => {
    const schedule = scheduleOf(services, job);
    return { job, schedule, slot: nextSlot(schedule, after) };
  });
  for (;;) {
    const [first, ...others] = queue;
    if (!first) return;
    const next = others.reduce((best, other) => (other.slot < best.slot ? other : best), first);
    const { job, slot } = next;
    if (slot > until) return;
    next.slot = nextSlot(next.schedule, slot);
    yield { job, slot, isLast: next.slot > until };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
