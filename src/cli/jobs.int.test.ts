import { afterEach, beforeEach, expect, test } from 'vitest';
import { testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { readConfig } from '../config.ts';
import type { Job } from '../jobs/job.ts';
import { runJob } from '../jobs/run-job.ts';
import type { OpenServices } from '../start/open-services.ts';
import { execute } from './execute.ts';
import { createJobsCommand } from './jobs.ts';
import { parseArguments } from './parse.ts';

const seen: string[] = [];
const record = (name: string, cron: string, fails: (slot: Date) => boolean = () => false): Job => ({
  name,
  cron,
  summary: `Tells ${name}.`,
  run: async (ctx, slot) => {
    const now = ctx.clock.now().toISOString();
    seen.push(`${name} ${slot.toISOString()}${now === slot.toISOString() ? '' : ` at ${now}`}`);
    if (fails(slot)) throw new Error('the fifth is a bad day');
    return { told: true };
  },
});

const command = createJobsCommand([
  record('digest.send', '0 6 * * 1'),
  record('reminders.send', '0 */6 * * *', (slot) => slot.toISOString().startsWith('2026-12-05T12')),
]);

describeEngines('holdfast jobs', (engine) => {
  let opened: Awaited<ReturnType<typeof engine.open>>;
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let environment: Record<string, string>;
  let stop: AbortController;
  beforeEach(async () => {
    opened = await engine.open();
    ctx = await testContext(opened.store, '2026-12-01T10:00:00Z');
    await opened.store.writeMembers([
      { id: 'csm1', name: 'Priya', role: 'csm', identities: [] },
      { id: 'admin1', name: 'Ada', role: 'admin', identities: [] },
    ]);
    environment = {};
    seen.length = 0;
    stop = new AbortController();
  });
  afterEach(async () => await opened?.close());

  async function run(...words: string[]) {
    const parsed = parseArguments(words, 200);
    if (parsed.kind !== 'run') throw new Error(JSON.stringify(parsed));
    const said = { out: '', err: '', progress: [] as ({ done: number; total: number } | null)[] };
    const config = () => readConfig(environment);
    const exit = await execute(
      { ...parsed, command },
      {
        out: (text) => {
          said.out += text;
        },
        err: (text) => {
          said.err += text;
        },
        progress: (progress) => void said.progress.push(progress),
        columns: 200,
        color: false,
        cwd: '/',
        signal: stop.signal,
      },
      {
        config,
        baseUrl: () => 'http://localhost',
        services: async () =>
          ({ ...ctx, config: config(), database: opened.database }) as unknown as OpenServices,
      },
    );
    return { exit, ...said };
  }
  const json = async (...words: string[]) => {
    const { exit, out } = await run(...words, '--json');
    return { exit, value: JSON.parse(out) };
  };

  test('lists every job with its schedule in words, its last and its next run', async () => {
    expect((await json('jobs')).value).toMatchObject([
      {
        name: 'digest.send',
        words: 'every Monday at 06:00 UTC',
        nextAt: '2026-12-07T06:00:00.000Z',
        lastRun: null,
      },
      { name: 'reminders.send', nextAt: '2026-12-01T12:00:00.000Z', lastSimulatedRun: null },
    ]);
    await run('jobs', 'run', 'digest.send');
    const { exit, out } = await run('jobs', 'list');
    expect(exit).toBe(0);
    expect(out).toMatch(
      /digest\.send .*every Monday at 06:00 UTC .*2026.*10:00.*, done, by hand .*7 Dec.* 06:00/,
    );
    expect(out).toMatch(/reminders\.send .*never/);
  });

  test('runs again what was given up, in the audit, and says how that went', async () => {
    expect(await run('jobs', 'retry', 'digest.send')).toMatchObject({
      exit: 0,
      out: 'Nothing of digest.send was given up.\n',
    });
    const slot = new Date('2026-12-05T12:00:00Z');
    ctx.clock.set(slot);
    const broken = record('reminders.send', '0 */6 * * *', () => true);
    for (let attempt = 0; attempt < 4; attempt++) await runJob(ctx, broken, slot, 'clock');
    expect((await run('jobs')).out).toMatch(/gave up on .*12:00.* after 4 attempts: the fifth is a bad day/);
    expect(await json('jobs', 'retry', 'reminders.send', '--as', 'admin1')).toMatchObject({
      exit: 1,
      value: { runs: [{ slot: slot.toISOString(), outcome: 'failed' }] },
    });
    expect(await opened.store.readAudit({ limit: 1 })).toMatchObject([
      { actor: 'admin1', action: 'job.retried', detail: { name: 'reminders.send' } },
    ]);
    for (const words of [
      ['retry'],
      ['retry', 'nothing.such'],
      ['retry', 'digest.send', '--until', '2027-01-01'],
    ])
      expect(await run('jobs', ...words)).toMatchObject({ exit: 2 });
    expect((await run('jobs', 'retry', 'digest.send', '--as', 'csm1')).exit).toBe(1);
  });

  test('runs one job now, in the audit, and says how it went', async () => {
    expect(await json('jobs', 'run', 'digest.send', '--as', 'admin1')).toEqual({
      exit: 0,
      value: {
        name: 'digest.send',
        at: '2026-12-01T10:00:00.000Z',
        outcome: 'done',
        detail: { told: true },
        reason: null,
      },
    });
    expect(seen).toEqual(['digest.send 2026-12-01T10:00:00.000Z']);
    expect(await opened.store.readAudit({ limit: 1 })).toMatchObject([
      { actor: 'admin1', action: 'job.run', detail: { name: 'digest.send' } },
    ]);
    ctx.clock.set(new Date('2026-12-05T12:00:00Z'));
    const failed = await run('jobs', 'run', 'reminders.send');
    expect(failed).toMatchObject({ exit: 1, out: 'reminders.send: failed: the fifth is a bad day\n' });
    expect((await run('jobs')).out).toMatch(/failed, by hand: the fifth is a bad day/);
  });

  test('steps simulated time through every slot of every job in order, none skipped (TB22)', async () => {
    const { exit, value } = await json('jobs', 'run', '--until', '2027-03-01');
    expect(exit).toBe(1); // one failed
    expect(value.runs).toEqual([
      { name: 'digest.send', done: 13, failed: 0, idle: 0 },
      { name: 'reminders.send', done: 361, failed: 1, idle: 0 },
    ]);
    expect(value.failures).toEqual([
      {
        name: 'reminders.send',
        slot: '2026-12-05T12:00:00.000Z',
        reason: 'the fifth is a bad day',
      },
    ]);
    const slots = seen.map((line) => line.split(' ')[1] ?? '');
    expect(slots).toEqual([...slots].sort());
    expect(seen[0]).toBe('reminders.send 2026-12-01T12:00:00.000Z');
    expect(seen.at(-1)).toBe('reminders.send 2027-03-01T18:00:00.000Z');
    expect(seen.filter((line) => line.includes(' at '))).toEqual([]);
    expect(ctx.clock.now()).toEqual(new Date('2026-12-01T10:00:00Z'));
  });

  test('goes on where simulated time stands, shows how far it is, and the real schedule stays', async () => {
    const first = await run('jobs', 'run', '--until', '2026-12-02');
    expect(first.exit).toBe(0);
    expect(first.progress.at(-1)).toBeNull();
    expect(first.progress.filter(Boolean).map((at) => (at?.done ?? 9) <= (at?.total ?? 0))).not.toContain(
      false,
    );
    const count = seen.length;
    const again = await json('jobs', 'run', '--until', '2026-12-02T18:00:00Z');
    expect(again).toMatchObject({ exit: 2, value: { error: { code: 'HF_DATE_INVALID' } } });
    await json('jobs', 'run', '--until', '2026-12-03T00:00:00Z');
    expect(seen.slice(count)).toEqual(['reminders.send 2026-12-03T00:00:00.000Z']);
    expect((await json('jobs')).value[1]).toMatchObject({
      lastRun: null,
      nextAt: '2026-12-01T12:00:00.000Z',
      lastSimulatedRun: { slot: '2026-12-03T00:00:00.000Z', outcome: 'done' },
    });
  });

  test('a simulation that is stopped goes on behind its last run', async () => {
    const before = stop;
    const until = '2026-12-02T23:00:00Z';
    before.signal.throwIfAborted();
    const stopping = run('jobs', 'run', '--until', until);
    before.abort();
    expect(await stopping).toMatchObject({ exit: 1, err: expect.stringContaining('stopped') });
    stop = new AbortController();
    expect((await run('jobs', 'run', '--until', until)).exit).toBe(0);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(6);
  });

  test('is refused on an installation with real Slack tokens', async () => {
    environment = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789abcdef' };
    expect(await json('jobs', 'run', '--until', '2027-01-01')).toMatchObject({
      exit: 2,
      value: { error: { code: 'HF_CLOCK_FROZEN' } },
    });
    expect(seen).toEqual([]);
    expect((await run('jobs', 'run', 'digest.send')).exit).toBe(0);
  });

  test('refuses what it does not understand, and whoever may not', async () => {
    for (const [words, code, exit] of [
      [['jobs', 'stop'], 'HF_USAGE', 2],
      [['jobs', 'run'], 'HF_USAGE', 2],
      [['jobs', 'list', 'digest.send'], 'HF_USAGE', 2],
      [['jobs', 'run', 'nothing.known'], 'HF_USAGE', 2],
      [['jobs', 'run', 'digest.send', '--until', '2027-01-01'], 'HF_USAGE', 2],
      [['jobs', '--until', '2027-01-01'], 'HF_USAGE', 2],
      [['jobs', 'run', '--until', 'soon'], 'HF_DATE_INVALID', 2],
      [['jobs', 'run', '--until', '2026-11-01'], 'HF_DATE_INVALID', 2],
      [['jobs', 'run', '--until', '2099-01-01'], 'HF_DATE_INVALID', 2],
      [['jobs', '--as', 'csm1'], 'HF_FORBIDDEN', 1],
      [['jobs', 'run', 'digest.send', '--as', 'csm1'], 'HF_FORBIDDEN', 1],
      [['jobs', 'run', '--until', '2027-01-01', '--as', 'csm1'], 'HF_FORBIDDEN', 1],
    ] as const) {
      expect([words, await json(...words)]).toMatchObject([words, { exit, value: { error: { code } } }]);
    }
    expect(seen).toEqual([]);
    expect(await opened.store.listLastRuns()).toEqual([]);
  });
});
