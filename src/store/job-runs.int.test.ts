import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeEngines } from '../../test/support/stores.ts';
import type { JobRunKey } from '../domain/job-run.ts';
import type { Store } from './store.ts';

const at = (text: string): Date => new Date(`2026-11-21T${text}Z`);

describeEngines('the book of job runs', (engine) => {
  let opened: Awaited<ReturnType<typeof engine.open>>;
  let store: Store;
  let count = 0;
  let name = '';
  beforeAll(async () => {
    opened = await engine.open();
    store = opened.store;
  });
  afterAll(async () => await opened?.close());
  beforeEach(() => {
    name = `job.${++count}`;
  });
  const key = (slot: Date, origin: JobRunKey['origin'] = 'clock'): JobRunKey => ({ name, slot, origin });
  const end = (detail: string | null, outcome: 'done' | 'failed' = 'done') => ({
    at: at('10:00:09'),
    outcome,
    detail,
  });

  test('a slot that is done is never begun again; one that failed or was cut off is', async () => {
    const slot = key(at('10:00:00'));
    expect(await store.beginJobRun(slot, at('10:00:01'))).toBe(1);
    expect(await store.beginJobRun(slot, at('10:05:00'))).toBe(2); // cut off
    await store.finishJobRun(slot, 2, end('no', 'failed'));
    expect(await store.beginJobRun(slot, at('10:06:00'))).toBe(3);
    await store.finishJobRun(slot, 3, end('{}'));
    expect(await store.beginJobRun(slot, at('10:07:00'))).toBeNull();
    expect(await store.listJobRuns(name, 10)).toEqual([
      {
        ...slot,
        outcome: 'done',
        attempts: 3,
        startedAt: at('10:06:00'),
        finishedAt: at('10:00:09'),
        detail: '{}',
      },
    ]);
  });

  test('whoever was overtaken by a second attempt cannot tell how it ended', async () => {
    const slot = key(at('10:00:00'));
    await store.beginJobRun(slot, at('10:00:01'));
    await store.beginJobRun(slot, at('10:05:00'));
    await store.finishJobRun(slot, 1, end('late'));
    expect(await store.listJobRuns(name, 1)).toMatchObject([
      { outcome: 'running', attempts: 2, detail: null },
    ]);
  });

  test('a run by hand and simulated time are books of their own', async () => {
    await store.beginJobRun(key(at('12:00:00'), 'simulated'), at('12:00:00'));
    await store.beginJobRun(key(at('11:00:00'), 'hand'), at('11:00:00'));
    expect(await store.beginJobRun(key(at('10:00:00')), at('13:00:00'))).toBe(1);
    expect(await store.beginJobRun(key(at('10:00:00'), 'hand'), at('13:00:00'))).toBe(1);
    const last = (await store.listLastRuns()).filter((run) => run.name === name);
    expect(last.map(({ origin, slot }) => [origin, slot])).toEqual([
      ['clock', at('10:00:00')],
      ['hand', at('11:00:00')],
      ['simulated', at('12:00:00')],
    ]);
  });

  test('a job is introduced once, and its first slot is not run', async () => {
    await store.introduceJob(name, at('10:00:00'), at('10:00:30'));
    await store.introduceJob(name, at('11:00:00'), at('11:00:30'));
    expect(await store.listJobRuns(name, 10)).toMatchObject([
      { slot: at('10:00:00'), outcome: 'first seen', attempts: 0 },
    ]);
    expect(await store.beginJobRun(key(at('10:00:00')), at('10:00:31'))).toBeNull();
    expect(await store.beginJobRun(key(at('10:01:00')), at('10:01:00'))).toBe(1);
  });

  test('a detail keeps what the database can keep of it', async () => {
    const slot = key(at('10:00:00'));
    await store.beginJobRun(slot, at('10:00:00'));
    await store.finishJobRun(slot, 1, end(`a\0b${'x'.repeat(3_000)}`, 'failed'));
    const [run] = await store.listJobRuns(name, 1);
    expect(run?.detail).toBe(`ab${'x'.repeat(1_998)}`);
  });

  test('old runs are forgotten, but never the newest of a job', async () => {
    for (const slot of ['08:00:00', '09:00:00', '10:00:00']) await store.beginJobRun(key(at(slot)), at(slot));
    await store.forgetJobRuns(at('09:30:00'));
    expect((await store.listJobRuns(name, 9)).map(({ slot }) => slot)).toEqual([at('10:00:00')]);
    await store.forgetJobRuns(at('23:00:00'));
    expect(await store.listJobRuns(name, 9)).toHaveLength(1);
  });
});
