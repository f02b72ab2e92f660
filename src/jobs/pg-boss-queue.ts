import { createHash } from 'node:crypto';
import type { ConstructorOptions, PgBoss } from 'pg-boss';
import type { Log } from '../log.ts';
import type { QueueConnection } from '../store/queue-connection.ts';
import { jobRetries } from './job.ts';
import { type JobLane, type JobQueue, laneOf } from './job-queue.ts';

/** The first name is older than the lanes: what was queued under it is run as ever. */
const queueNames: Readonly<Record<JobLane, string>> = {
  minutes: 'jobs',
  quarters: 'jobs-of-a-quarter-hour',
  hours: 'jobs-of-an-hour',
};
const lanes = Object.keys(queueNames) as JobLane[];
const stopMs = 3_000;

/** How often the database is asked, and how often a job is tried; times in seconds. */
export interface QueuePace {
  /** For firings of other processes and for retries; our own are taken at once. */
  poll: number;
  /** For runs that were cut off. */
  supervise: number;
  /** How often a job that failed is tried again. */
  retries: number;
  /** Before the second attempt; each further one waits about twice as long. */
  retryDelay: number;
}

/** The embedded engine has one process, whose own firings wake it: only retries wait for the next look. */
const defaultPaces: Readonly<Record<QueueGround['engine'], QueuePace>> = {
  embedded: { poll: 10, supervise: 60, retries: jobRetries, retryDelay: 30 },
  server: { poll: 5, supervise: 30, retries: jobRetries, retryDelay: 30 },
};
const longestRetryDelay = 300;

/** The queue's tables and who reaches them. */
export interface QueueGround {
  connection: QueueConnection;
  engine: 'embedded' | 'server';
  schema: string;
  log: Log;
  pace?: QueuePace;
}

interface Payload {
  name: string;
  slot: string;
}

/** Firings in PostgreSQL: they outlive every process, and each is taken by one. ADR-0019 */
export async function createPgBossQueue({
  connection,
  engine,
  schema,
  log,
  pace = defaultPaces[engine],
}: QueueGround): Promise<JobQueue> {
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss(optionsFor({ connection, engine, schema, pace }));
  boss.on('error', (error) => log.error({ err: error }, 'the job queue met an error; trying on'));
  boss.on('warning', (warning) => log.warn({ warning }, 'the job queue warns'));
  const wake = new Map<JobLane, () => void>();
  return {
    start: async (handle) => {
      await boss.start();
      for (const lane of lanes) {
        await boss.createQueue(queueNames[lane], { policy: 'exclusive' });
        wake.set(lane, await work(boss, queueNames[lane], pace, handle));
      }
    },
    publish: async ({ name, slot, expireSeconds }) => {
      const payload: Payload = { name, slot: slot.toISOString() };
      const key = `${payload.name} ${payload.slot}`;
      const lane = laneOf({ expireSeconds });
      await boss.send(queueNames[lane], payload, {
        id: idOf(key),
        singletonKey: key,
        // The newest first: what it overtakes is then dropped, so a backlog is never worked off.
        priority: Math.floor(slot.getTime() / 60_000),
        expireInSeconds: expireSeconds,
        retryLimit: pace.retries,
        retryDelay: pace.retryDelay,
        retryBackoff: pace.retryDelay > 0,
        ...(pace.retryDelay > 0 ? { retryDelayMax: longestRetryDelay } : {}),
      });
      wake.get(lane)?.();
    },
    stop: async () => await boss.stop({ graceful: true, timeout: stopMs, close: false }),
  };
}

async function work(
  boss: PgBoss,
  queueName: string,
  pace: QueuePace,
  handle: (name: string, slot: Date) => Promise<void>,
): Promise<() => void> {
  const options = { pollingIntervalSeconds: pace.poll, batchSize: 1 };
  const worker = (): Promise<string> =>
    boss.work<Payload>(queueName, options, async (taken) => {
      for (const { data } of taken) await handle(data.name, new Date(data.slot));
    });
  // Two, so that one job that takes its time does not hold up the others of its lane.
  const workers = [await worker(), await worker()];
  return () => workers.forEach((id) => void boss.notifyWorker(id));
}

function optionsFor({
  connection,
  engine,
  schema,
  pace,
}: Required<Omit<QueueGround, 'log'>>): ConstructorOptions {
  return {
    db: { executeSql: async (text, values) => await connection.executeSql(text, values) },
    schema,
    backend: engine === 'embedded' ? 'pglite' : 'postgres',
    // Tables are laid out when the database is opened; this role may not be able to.
    migrate: false,
    createSchema: false,
    reindex: false,
    // The clock is ours, and jobs do not wait for each other.
    schedule: false,
    flowIntervalSeconds: 3_600,
    monitorVacuum: false,
    superviseIntervalSeconds: pace.supervise,
    monitorIntervalSeconds: pace.supervise,
  };
}

/** The same firing has the same id in every process, so the second insert is none. */
function idOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
