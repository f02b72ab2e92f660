import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { proposeAction } from '../services/propose-action.ts';
import { jobs } from './index.ts';
import type { Job } from './job.ts';
import { runJob } from './run-job.ts';
import { simulateJobs } from './simulate-jobs.ts';

function find(name: string): Job {
  const job = jobs.find((known) => known.name === name);
  if (!job) throw new Error(`no job ${name}`);
  return job;
}

describeEngines('the job', (engine) => {
  let opened: Awaited<ReturnType<typeof engine.open>>;
  let ctx: Awaited<ReturnType<typeof testContext>>;
  beforeAll(async () => {
    opened = await engine.open();
    ctx = await testContext(opened.store, '2026-11-21T10:00:00Z');
  });
  afterAll(async () => await opened?.close());

  test('deliveries.forget forgets what is older than a day, by the clock of the product', async () => {
    const slot = new Date('2026-11-21T03:10:00Z');
    await ctx.store.noteDelivery('old', new Date('2026-11-20T09:59:59Z'));
    await ctx.store.noteDelivery('new', new Date('2026-11-20T10:00:01Z'));
    expect(await runJob(ctx, find('deliveries.forget'), slot, 'clock')).toMatchObject({ outcome: 'done' });
    expect(await ctx.store.noteDelivery('old', ctx.clock.now())).toBe(true);
    expect(await ctx.store.noteDelivery('new', ctx.clock.now())).toBe(false);
  });

  test('job-runs.forget keeps thirty days and the last run of each job', async () => {
    const days = ['2026-09-01', '2026-10-21', '2026-10-23', '2026-11-20'];
    for (const name of ['a.b', 'c.d'])
      for (const day of name === 'a.b' ? days : days.slice(0, 2))
        await ctx.store.beginJobRun(
          { name, slot: new Date(`${day}T00:00:00Z`), origin: 'clock' },
          ctx.clock.now(),
        );
    const result = await runJob(ctx, find('job-runs.forget'), new Date('2026-11-21T03:20:00Z'), 'clock');
    expect(result).toEqual({ outcome: 'done', detail: { forgotten: 3 } });
    const left = async (name: string) =>
      (await ctx.store.listJobRuns(name, 9)).map(({ slot }) => slot.toISOString().slice(0, 10));
    expect(await left('a.b')).toEqual(['2026-11-20', '2026-10-23']);
    expect(await left('c.d')).toEqual(['2026-10-21']);
  });

  test('proposals.timers reminds, escalates and expires in this order, over 90 days, and approves nothing (TB22)', async () => {
    await ctx.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme', domains: ['acme.example'] }),
    ]);
    const csm = demoMembers.find(({ id }) => id === 'csm1') ?? null;
    const params = { to: ['ann@acme.example'], subject: 'Your renewal', body: 'Hello Ann' };
    const proposed = await proposeAction(
      { ...ctx, member: csm },
      { kind: 'message.customer', account: 'acme', params },
    );
    if (!proposed.ok) throw new Error(proposed.reason);
    const { runs } = await simulateJobs(ctx, [{ ...find('proposals.timers'), cron: '0 */3 * * *' }], {
      until: new Date('2027-02-19T10:00:00Z'),
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    expect(runs).toEqual([{ name: 'proposals.timers', done: 8, failed: 0, idle: 712 }]);
    const told = (await ctx.store.readAudit({ limit: 100 })).map(({ action }) => action).reverse();
    expect(told.filter((action) => action.startsWith('proposal.'))).toEqual([
      'proposal.made',
      'proposal.reminded',
      'proposal.escalated',
      'proposal.expired',
    ]);
    expect((await ctx.store.findProposal(proposed.proposal.id))?.proposal).toMatchObject({
      state: 'expired',
    });
  });
});
