import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { createManualClock } from '../domain/clock.ts';
import { createFileOutbox } from '../guardrail/clients/file-outbox.ts';
import { readEffects } from '../guardrail/read-effects.ts';
import { watchAccounts } from '../services/alerts/watch-accounts.ts';
import { proposeAction } from '../services/propose-action.ts';
import { jobs } from './index.ts';
import type { Job } from './job.ts';
import { simulateJobs } from './simulate-jobs.ts';

const always = new Date(0);

describeEngines('simulated time', (engine) => {
  let opened: Awaited<ReturnType<typeof engine.open>>;
  let ctx: Awaited<ReturnType<typeof testContext>>;
  const seen: string[] = [];
  beforeEach(async () => {
    opened = await engine.open();
    ctx = await testContext(opened.store, '2026-11-21T10:00:00Z');
    seen.length = 0;
  });
  afterEach(async () => await opened?.close());

  const simulate = async (own: readonly Job[], until: string) =>
    await simulateJobs(ctx, own, {
      until: new Date(until),
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
  const minutely = (run: Job['run'], restsUntil: NonNullable<Job['restsUntil']>): Job => ({
    name: 'test.run',
    cron: '* * * * *',
    summary: 'Looks.',
    restsUntil,
    run: async (at, slot) => {
      seen.push(slot.toISOString().slice(11, 16));
      return await run(at, slot);
    },
  });

  test('leaves out slots at which a job finds nothing, and wakes it when something was written', async () => {
    const looking = minutely(
      async () => undefined,
      async () => null,
    );
    const writing: Job = {
      name: 'test.write',
      cron: '30 10 * * *',
      summary: 'Writes.',
      run: async ({ store, clock }) =>
        await store.appendAudit({ at: clock.now(), actor: 'test', action: 'a.b', account: null, detail: {} }),
    };
    const { runs } = await simulate([looking, writing], '2026-11-21T11:00:00Z');
    expect(seen).toEqual(['10:00', '10:31', '11:00']); // and at the end, so that the book says how far it came
    expect(runs).toMatchObject([{ done: 3, idle: 58 }, { done: 1 }]);
  });

  test('runs each slot once, though two ask for it at the same time', async () => {
    const job = minutely(
      async () => await new Promise((resolve) => setImmediate(resolve)),
      async () => always,
    );
    const until = '2026-11-21T10:20:00Z';
    const both = await Promise.allSettled([simulate([job], until), simulate([job], until)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'HF_CLOCK_FROZEN', message: expect.stringContaining('Time is being simulated') },
    });
    expect(seen.length).toBe(new Set(seen).size);
    expect((await simulate([job], '2026-11-21T10:30:00Z')).runs).toMatchObject([{ done: 10 }]);
  });

  test('wakes a job at the instant that it names, and does not let one rest that has just changed something', async () => {
    const naming = minutely(
      async ({ store, clock }, slot) => {
        if (slot.getUTCMinutes() !== 20) return;
        await store.appendAudit({ at: clock.now(), actor: 'test', action: 'a.b', account: null, detail: {} });
      },
      async ({ clock }) => (clock.now().getUTCMinutes() < 20 ? new Date('2026-11-21T10:20:00Z') : null),
    );
    await simulate([naming], '2026-11-21T10:40:00Z');
    expect(seen).toEqual(['10:00', '10:20', '10:21', '10:40']);
  });

  test('carries effects out on the way, each at its instant, one after the other in a channel', async () => {
    const outbox = createLedgerConnector();
    const door = await testDoor([outbox]);
    ctx = await testContext(opened.store, '2026-11-21T10:00:00Z', undefined, door);
    const posting: Job = {
      name: 'test.post',
      cron: '15,45 10 * * *',
      summary: 'Posts.',
      run: async (at, slot) => {
        for (const text of ['one', 'two', 'three']) {
          const view = {
            summary: text,
            blocks: [{ kind: 'text', spans: [{ text: `${text} ${slot.toISOString()}` }] }],
          };
          const params = { channel: 'C0ALERTS', view };
          const made = await proposeAction(at, {
            kind: 'message.post',
            account: null,
            origin: 'system',
            params,
          });
          if (!made.ok) throw new Error(made.reason);
        }
      },
    };
    const { failures } = await simulate([posting], '2026-11-21T11:00:00Z');
    expect(failures).toEqual([]);
    expect(outbox.ledger).toHaveLength(6);
    const settled = (await opened.store.readAudit({ limit: 100 }))
      .filter(({ action }) => action === 'action.done')
      .map(({ at }) => at.toISOString().slice(11, 16));
    expect(settled.sort()).toEqual(['10:15', '10:15', '10:15', '10:45', '10:45', '10:45']);
  });

  test('a flood of alerts goes into the file outbox whole: one message, and every card under it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-simulated-'));
    const clock = createManualClock(ctx.clock.now());
    const door = await testDoor([createFileOutbox(folder, clock)]);
    const accounts = Array.from({ length: 12 }, (_, index) => `account-${index}`);
    await ingest(
      ctx,
      accounts.flatMap((account) => [
        sampleEvent('contract.updated', account, '2026-09-01', { name: account }),
        sampleEvent('billing.invoice', account, '2026-11-01', {
          invoiceId: account,
          status: 'overdue',
          dueOn: '2026-11-01',
        }),
      ]),
    );
    await watchAccounts(ctx, { firstSight: 'call' });
    const alerts = await ctx.store.listAlerts({ limit: 100 });
    ctx = { ...ctx, door };
    await simulate(
      jobs.filter(({ name }) => name === 'alerts.post'),
      '2026-11-21T10:30:00Z',
    );
    const { effects } = await readEffects(folder, null);
    const threads = effects.map(({ body }) => body.params.thread ?? 'head');
    expect(alerts.length).toBeGreaterThan(10);
    expect(effects).toHaveLength(alerts.length + 1);
    expect(threads.filter((thread) => thread === 'head')).toHaveLength(1);
    await rm(folder, { recursive: true });
  });

  // A server's disk makes a simulated day three times as long: there, time runs until the first change of clocks.
  const [year, days] = engine.name === 'embedded' ? ['2027-11-21', 365] : ['2027-04-02', 132];
  test(`of ${days} days of the jobs of this installation, none fails, though they change clocks`, async () => {
    await ctx.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme', domains: ['acme.example'] }),
      sampleEvent('billing.invoice', 'acme', '2026-11-01', {
        invoiceId: 'I-1',
        status: 'overdue',
        dueOn: '2026-11-01',
      }),
    ]);
    const hourly = jobs.map((job) => (/^\*(\/5)? /.test(job.cron) ? { ...job, cron: '0 */6 * * *' } : job));
    const daily = hourly.map((job) => (job.cron.endsWith(' * * * *') ? { ...job, cron: '23 4 * * *' } : job));
    const { runs, failures } = await simulate(daily, `${year}T10:00:00Z`);
    expect(failures).toEqual([]);
    expect(runs.find(({ name }) => name === 'accounts.watch')).toMatchObject({ done: days, failed: 0 });
    const alerts = await ctx.store.listAlerts({ limit: 10 });
    expect(new Set(alerts.map(({ finding }) => finding.rule)).size).toBe(alerts.length); // one a matter
    expect(alerts.length).toBeGreaterThan(0);
  }, 240_000);
});
