import { afterEach, beforeEach, expect, test } from 'vitest';
import { testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { type Job, jobRetries } from './job.ts';
import { partsOf } from './job-parts.ts';
import { listJobs } from './list-jobs.ts';
import { retryJob } from './retry-job.ts';
import { runJob } from './run-job.ts';

describeEngines('a run that was given up', (engine) => {
  let opened: Awaited<ReturnType<typeof engine.open>>;
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let isBroken: boolean;
  const ran: string[] = [];
  const job: Job = {
    name: 'digest.send',
    cron: '0 6 * * *',
    summary: 'Sends.',
    run: async (_ctx, slot, part) => {
      if (isBroken && part?.index !== 1) throw new Error('the outside is away');
      ran.push(`${slot.toISOString().slice(0, 10)}${part ? ` ${part.index}` : ''}`);
    },
  };
  beforeEach(async () => {
    opened = await engine.open();
    ctx = await testContext(opened.store, '2026-11-21T06:00:00Z');
    isBroken = true;
    ran.length = 0;
  });
  afterEach(async () => await opened?.close());

  const fail = async (day: string, attempts: number, one = job): Promise<void> => {
    ctx.clock.set(new Date(`2026-11-${day}T06:05:00Z`));
    for (let attempt = 0; attempt < attempts; attempt++)
      await runJob(ctx, one, new Date(`2026-11-${day}T06:00:00Z`), 'clock');
  };
  const dead = async (one = job): Promise<string[]> => {
    const [line] = await listJobs(ctx, [one]);
    return (line?.deadRuns ?? []).map((run) => `${run.job.name} ${run.slot.toISOString().slice(8, 10)}`);
  };

  test('is shown with its reason once it will not be tried again, and not before', async () => {
    await fail('21', jobRetries);
    expect(await dead()).toEqual([]);
    await fail('21', 1);
    const [line] = await listJobs(ctx, [job]);
    expect(line?.deadRuns).toMatchObject([
      { slot: new Date('2026-11-21T06:00:00Z'), attempts: 4, reason: 'the outside is away' },
    ]);
  });

  test('is also one that its next slot overtook, or whose process ended in the middle', async () => {
    await fail('21', 1);
    ctx.clock.set(new Date('2026-11-22T06:00:00Z'));
    expect(await dead()).toEqual(['digest.send 21']);
    const slot = new Date('2026-11-22T06:00:00Z');
    await opened.store.beginJobRun({ name: job.name, slot, origin: 'clock' }, slot);
    expect(await dead()).toEqual(['digest.send 21']); // it may still run
    ctx.clock.set(new Date('2026-11-23T06:00:00Z'));
    expect(await dead()).toEqual(['digest.send 21', 'digest.send 22']);
  });

  test('runs again by hand under its own slot, the newest for all, and is gone when that went well', async () => {
    await fail('20', 4);
    await fail('21', 4);
    expect(await retryJob(ctx, job)).toMatchObject([
      { run: { slot: new Date('2026-11-21T06:00:00Z') }, result: { outcome: 'failed' } },
    ]);
    expect(await dead()).toEqual(['digest.send 20', 'digest.send 21']);
    isBroken = false;
    expect(await retryJob(ctx, job)).toMatchObject([{ result: { outcome: 'done' } }]);
    expect(ran).toEqual(['2026-11-21']);
    expect(await dead()).toEqual([]);
    expect(await retryJob(ctx, job)).toEqual([]);
  });

  test('is forgotten when a later slot is done, but not when simulated time did it', async () => {
    await fail('21', 4);
    isBroken = false;
    const later = new Date('2026-11-22T06:00:00Z');
    await runJob(ctx, job, later, 'simulated');
    expect(await dead()).toEqual(['digest.send 21']);
    await runJob(ctx, job, later, 'clock');
    expect(await dead()).toEqual([]);
  });

  test('is one part alone where the others went well, and that part alone runs again', async () => {
    const parted = { ...job, parts: 3 };
    for (const part of partsOf(parted)) await fail('21', 4, part);
    expect(await dead(parted)).toEqual(['digest.send 2/3 21', 'digest.send 3/3 21']);
    expect(await listJobs(ctx, [parted])).toMatchObject([{ lastRun: { outcome: 'failed' } }]);
    isBroken = false;
    ran.length = 0;
    await retryJob(ctx, parted);
    expect(ran).toEqual(['2026-11-21 2', '2026-11-21 3']);
    expect(await listJobs(ctx, [parted])).toMatchObject([{ lastRun: { outcome: 'done' }, deadRuns: [] }]);
  });

  test('of a part is gone when the whole job was done by hand since, and not when another part was', async () => {
    const parted = { ...job, parts: 3 };
    for (const part of partsOf(parted)) await fail('21', 4, part);
    const later = new Date('2026-11-21T07:00:00Z');
    await runJob(ctx, { ...parted, run: async () => undefined }, later, 'hand');
    expect(await dead(parted)).toEqual([]);
    await fail('22', 4, partsOf(parted)[1]);
    expect(await dead(parted)).toEqual(['digest.send 2/3 22']);
  });
});
