import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { afterAll, afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { compiled } from '../../test/support/compiled.ts';
import { testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { createThrowawayDatabase } from '../../test/support/throwaway-database.ts';
import { type Database, type DatabaseLocation, openDatabase } from '../store/database.ts';
import { openQueueConnection } from '../store/queue-connection.ts';
import { installQueue, queueSchema } from '../store/queue-schema.ts';
import { createStore } from '../store/store.ts';
import type { Job } from './job.ts';
import { createPgBossQueue, type QueuePace } from './pg-boss-queue.ts';
import { type Scheduler, startScheduler } from './scheduler.ts';

const fast: QueuePace = { poll: 0.5, supervise: 1, retries: 2, retryDelay: 0 };

/** A job that tells of every run, and somebody who waits for one. */
function telling(cron = '* * * * *', name = 'test.run') {
  const ran: string[] = [];
  const waiting: { slot: string; times: number; tell(): void }[] = [];
  const job: Job = {
    name,
    cron,
    summary: 'Tells of its runs.',
    expireSeconds: 30,
    run: async (_ctx, slot) => {
      ran.push(slot.toISOString().slice(5, 16));
      for (const { slot: wanted, times, tell } of waiting)
        if (ran.filter((found) => found === wanted).length >= times) tell();
    },
  };
  const until = async (slot: string, times = 1): Promise<void> => {
    if (ran.filter((found) => found === slot).length >= times) return;
    await new Promise<void>((tell) => waiting.push({ slot, times, tell }));
  };
  return { job, ran, until };
}

/** A scheduler over a database, with a clock that stands still; `start` starts it, again after `stop`. */
async function startProcess(database: Database, now: string) {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const ctx = { ...(await testContext(createStore(database), `2026-${now}Z`)), log };
  const start = async (jobs: readonly Job[]): Promise<Scheduler> => {
    const queue = await createPgBossQueue({
      connection: openQueueConnection(database),
      engine: database.kind,
      schema: queueSchema,
      log,
      pace: fast,
    });
    return await startScheduler({ services: ctx, jobs, queue });
  };
  return { ctx, lines, start, set: (at: string) => ctx.clock.set(new Date(`2026-${at}Z`)) };
}

describeEngines('the scheduler', (engine) => {
  let opened: Awaited<ReturnType<typeof engine.open>>;
  const running: Scheduler[] = [];
  beforeEach(async () => {
    opened = await engine.open();
    await installQueue(opened.database.queries);
  });
  afterEach(async () => {
    for (const scheduler of running.splice(0)) await scheduler.stop();
    await opened?.close();
  });
  const keep = (scheduler: Scheduler): Scheduler => {
    running.push(scheduler);
    return scheduler;
  };

  test('runs each slot once by our clock, whatever the system says, and the first time waits for a slot', async () => {
    const { job, ran, until } = telling();
    const here = await startProcess(opened.database, '01-31T23:58:30');
    const scheduler = await here.start([job]);
    for (const [now, slot] of [
      ['01-31T23:59:00', '01-31T23:59'],
      ['01-31T23:59:59', '01-31T23:59'],
      ['02-01T00:00:10', '02-01T00:00'],
      ['02-01T00:00:50', '02-01T00:00'],
    ] as const) {
      here.set(now);
      await scheduler.tick();
      await until(slot);
    }
    await scheduler.stop(); // waits for what runs
    expect(ran).toEqual(['01-31T23:59', '02-01T00:00']);
    expect(await here.ctx.store.listJobRuns(job.name, 9)).toMatchObject([
      { slot: new Date('2026-02-01T00:00:00Z'), outcome: 'done', attempts: 1 },
      { slot: new Date('2026-01-31T23:59:00Z'), outcome: 'done', attempts: 1 },
      { slot: new Date('2026-01-31T23:58:00Z'), outcome: 'first seen' },
    ]);
  });

  test('catches up once after a pause, never the backlog, and a restart doubles nothing', async () => {
    const { job, ran, until } = telling('10 3 * * *');
    const here = await startProcess(opened.database, '01-01T12:00:00');
    await (await here.start([job])).stop();
    here.set('01-09T12:00:00');
    const second = await here.start([job]);
    await until('01-09T03:10');
    await second.stop();
    const third = keep(await here.start([job]));
    here.set('01-10T03:10:00');
    await third.tick();
    await until('01-10T03:10');
    expect(ran).toEqual(['01-09T03:10', '01-10T03:10']);
  });

  test('a job of every minute keeps its minute while jobs that take an hour run', async () => {
    const { job, ran, until } = telling();
    const hold = Promise.withResolvers<void>();
    const begun: string[] = [];
    const longJobs = ['test.long', 'test.longer', 'test.longest'].map(
      (name): Job => ({
        name,
        cron: '* * * * *',
        summary: 'Takes its time.',
        expireSeconds: 3_000,
        run: async () => {
          begun.push(name);
          await hold.promise;
        },
      }),
    );
    const here = await startProcess(opened.database, '01-01T12:00:30');
    const scheduler = keep(await here.start([...longJobs, job]));
    for (const minute of ['01', '02']) {
      here.set(`01-01T12:${minute}:00`);
      await scheduler.tick();
      await until(`01-01T12:${minute}`);
    }
    expect(ran).toEqual(['01-01T12:01', '01-01T12:02']);
    expect(begun).toHaveLength(2);
    hold.resolve();
  });

  test('of firings that waited in the queue the newest runs and the others are dropped', async () => {
    const { job, ran, until } = telling();
    const here = await startProcess(opened.database, '01-01T12:00:30');
    await (await here.start([job])).stop();
    const log = here.ctx.log;
    const connection = openQueueConnection(opened.database);
    const filling = await createPgBossQueue({
      connection,
      engine: opened.database.kind,
      schema: queueSchema,
      log,
      pace: { ...fast, poll: 600 },
    });
    const hold = Promise.withResolvers<void>();
    const held: string[] = [];
    await filling.start(async (name) => {
      held.push(name);
      await hold.promise;
      throw new Error('stopped'); // back into the queue
    });
    for (let minute = 1; minute <= 9; minute++)
      await filling.publish({
        name: job.name,
        slot: new Date(`2026-01-01T12:0${minute}:00Z`),
        expireSeconds: 30,
      });
    hold.resolve();
    await filling.stop();
    here.set('01-01T12:09:30');
    const scheduler = keep(await here.start([job]));
    await until('01-01T12:09');
    here.set('01-01T12:10:00');
    await scheduler.tick();
    await until('01-01T12:10');
    expect(held.length).toBeGreaterThan(0);
    expect(ran).toEqual(['01-01T12:09', '01-01T12:10']);
  });

  test('tries a job that throws again, a limited number of times, and says so in log and book', async () => {
    const { job, ran, until } = telling();
    const broken: Job = {
      ...job,
      run: async (ctx, slot) => {
        await job.run(ctx, slot);
        throw new Error('the outside is away');
      },
    };
    const other = telling('* * * * *', 'test.other');
    const here = await startProcess(opened.database, '01-01T12:00:30');
    const scheduler = keep(await here.start([broken, other.job]));
    here.set('01-01T12:01:00');
    await scheduler.tick();
    await until('01-01T12:01', 3);
    await other.until('01-01T12:01'); // one job's failure is no other's
    here.set('01-01T12:02:00');
    await scheduler.tick();
    await until('01-01T12:02', 3);
    expect(ran.filter((slot) => slot === '01-01T12:01')).toHaveLength(3);
    const [, run] = await here.ctx.store.listJobRuns(job.name, 2);
    expect(run).toMatchObject({ outcome: 'failed', attempts: 3, detail: 'the outside is away' });
    expect(here.lines.filter((line) => line.includes('the outside is away')).length).toBeGreaterThanOrEqual(
      5,
    );
  });

  test('a clock that jumps ahead and back doubles nothing and holds up nothing (TC9)', async () => {
    const { job, ran, until } = telling('0 * * * *');
    const here = await startProcess(opened.database, '01-01T12:30:00');
    const scheduler = keep(await here.start([job]));
    for (const [now, slot] of [
      ['01-01T13:00:00', '01-01T13:00'],
      ['07-01T09:00:05', '07-01T09:00'], // for a moment, half a year ahead
      ['01-01T13:00:30', '01-01T13:00'],
      ['01-01T12:10:00', '01-01T13:00'], // back before a slot that has run
      ['01-01T14:00:00', '01-01T14:00'],
    ] as const) {
      here.set(now);
      await scheduler.tick();
      await until(slot);
    }
    expect(ran).toEqual(['01-01T13:00', '07-01T09:00', '01-01T14:00']);
  });

  test('a failure of the database at a firing is logged, and the firing comes with the next look', async () => {
    const { job, ran, until } = telling();
    const here = await startProcess(opened.database, '01-01T12:00:30');
    const queue = await createPgBossQueue({
      connection: openQueueConnection(opened.database),
      engine: opened.database.kind,
      schema: queueSchema,
      log: here.ctx.log,
      pace: fast,
    });
    let fails = false;
    const publish: typeof queue.publish = async (due) => {
      if (fails) throw new Error('connection lost');
      await queue.publish(due);
    };
    const scheduler = keep(
      await startScheduler({ services: here.ctx, jobs: [job], queue: { ...queue, publish } }),
    );
    here.set('01-01T12:01:00');
    fails = true;
    await scheduler.tick();
    fails = false;
    await scheduler.tick();
    await until('01-01T12:01');
    expect(ran).toEqual(['01-01T12:01']);
    expect(here.lines.filter((line) => line.includes('connection lost'))).toHaveLength(1);
  });
});

const worker = fileURLToPath(new URL('../../test/support/job-worker.ts', import.meta.url));
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

function spawnWorker(location: DatabaseLocation, instants: readonly string[], mode = 'work') {
  const child = spawn(process.execPath, [worker, JSON.stringify(location), instants.join(','), mode], {
    env: { ...process.env, ...compiled },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.add(child);
  const slots: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => slots.push(line));
  const ended = once(child, 'close').then(() => children.delete(child));
  const firstLine = Promise.race([
    once(lines, 'line'),
    ended.then(() => {
      if (slots.length === 0) throw new Error('the worker ended without running anything');
    }),
  ]);
  return { child, slots, firstLine, ended };
}

const killed = ['2026-01-01T12:00:30Z', '2026-01-01T12:01:00Z'];

async function comesBack(made: DatabaseLocation, location: DatabaseLocation = made): Promise<void> {
  const first = spawnWorker(made, killed, 'hang');
  await first.firstLine;
  first.child.kill('SIGKILL');
  await first.ended;
  const second = spawnWorker(location, [killed[1] ?? '']);
  await second.firstLine;
  second.child.stdin.end();
  await second.ended;
  expect([first.slots, second.slots]).toEqual([['2026-01-01T12:01:00.000Z'], ['2026-01-01T12:01:00.000Z']]);
  const database = await openDatabase(location);
  const runs = await createStore(database).listJobRuns('test.run', 9);
  await database.close();
  expect(runs).toMatchObject([{ outcome: 'done', attempts: 2 }, { outcome: 'first seen' }]);
}

test('a job whose process is killed in the middle runs again on the embedded engine', async () => {
  const home = mkdtempSync(join(tmpdir(), 'holdfast-jobs-'));
  const location = { kind: 'embedded' as const, home };
  await comesBack({ ...location, template: inject('embeddedTemplate') }, location);
  rmSync(home, { recursive: true, force: true });
});

describe.skipIf(!inject('serverUrl'))('several processes on one PostgreSQL server', () => {
  let database: Awaited<ReturnType<typeof createThrowawayDatabase>>;
  beforeEach(async () => {
    database = await createThrowawayDatabase(inject('serverUrl'));
  });
  afterEach(async () => await database?.drop());
  const location = (): DatabaseLocation => ({ kind: 'server', url: database.url, migrationUrl: null });

  test('a job whose process is killed in the middle runs again', async () => await comesBack(location()));

  test.each([
    ['agree on the time', 0],
    ['lag behind by a slot', -10],
    ['are an hour ahead', 60],
  ])('of three schedulers, some of which %s, each slot is run once (TC9)', async (_what, skewMinutes) => {
    const databases = await Promise.all([1, 2, 3].map(async () => await openDatabase(location())));
    const { job, ran, until } = telling('*/10 * * * *');
    const base = Date.parse('2026-01-01T12:00:30Z');
    const processes = await Promise.all(databases.map((each) => startProcess(each, '01-01T12:00:30')));
    const clockOf = (index: number, step: number): Date =>
      new Date(base + (step * 10 + (index === 2 ? skewMinutes : 0)) * 60_000);
    const setAll = (step: number): void => {
      for (const [index, { ctx }] of processes.entries()) ctx.clock.set(clockOf(index, step));
    };
    setAll(0);
    const schedulers = await Promise.all(processes.map(({ start }) => start([job])));
    for (let step = 1; step <= 20; step++) {
      setAll(step);
      await Promise.all(schedulers.map(({ tick }) => tick()));
      const newest = Math.max(clockOf(0, step).getTime(), clockOf(2, step).getTime());
      await until(new Date(newest).toISOString().slice(5, 16));
    }
    for (const scheduler of schedulers) await scheduler.stop();
    for (const each of databases) await each.close();
    expect(ran.length).toBe(new Set(ran).size);
    // From when the one that is ahead began, all are there; it may have dropped older ones of the others as overtaken.
    const first = clockOf(2, 1).getTime();
    const all = Array.from({ length: 19 }, (_, index) => new Date(first + index * 600_000));
    const due = all.map((slot) => slot.toISOString().slice(5, 16)).filter((slot) => slot > '01-01T12:00');
    expect(due.filter((slot) => !ran.includes(slot))).toEqual([]);
  });
});
