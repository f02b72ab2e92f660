import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { runCli } from '../../test/support/cli.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';

describeEngines('promises in a terminal', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;
  let folder = '';
  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-sla-'));
    ctx = await testContext(opened.store, '2026-11-20T12:00:00.000Z');
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-11-01', { name: 'Acme', startsOn: '2026-11-01' }),
      sampleEvent('ticket.created', 'acme', '2026-11-20T11:40:00Z', { ticketId: 'T-1', priority: 'P1' }),
    ]);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await close();
  });
  const run = async (...argv: string[]) => await runCli(folder, ctx, argv);

  it('are listed as a table and as JSON, also of one account', async () => {
    const { out, exit } = await run('sla', 'acme', '--json');
    expect([exit, JSON.parse(out).open]).toMatchObject([
      0,
      [{ ticketId: 'T-1', clocks: [{ usedPercent: 66 }] }],
    ]);
    expect((await run('sla')).out).toContain('1 open ticket, 1 with a running SLA clock');
  });

  it('of hypercare and root causes are commands of their own', async () => {
    const care = JSON.parse((await run('hypercare', '--json')).out);
    expect(care.accounts).toMatchObject([{ account: { id: 'acme' }, day: 19, open: [{ ticketId: 'T-1' }] }]);
    expect(JSON.parse((await run('sla', '--causes', '--json')).out)).toMatchObject({
      tickets: 1,
      causes: [],
    });
  });

  it('are counted by month into a file, from the store or from a log', async () => {
    const file = join(folder, 'months.csv');
    const ours = (await run('sla', '--golden', 'months.csv')).out;
    expect(ours).toContain('1 month of 1 ticket');
    expect(ours.replace(/\s+/g, ' ')).toContain('Broken promises are counted by our own clock.');
    expect(readFileSync(file, 'utf8').split('\n')[1]).toBe('acme,2026-11,1,0,0,1,,');
    writeFileSync(
      join(folder, 'log.csv'),
      'tenant,user,ts,type,payload\nnorth,ann,1000,ticket.created,"{""id"":""n"",""p"":""P0""}"\n',
    );
    const { out } = await run('sla', '--golden', 'months.csv', '--events', 'log.csv', '--json');
    expect(JSON.parse(out)).toEqual({ tickets: 1, months: 1, outcomesFile: null, outFile: file });
    expect(readFileSync(file, 'utf8').split('\n')[1]).toBe('north,1970-01,1,0,0,1,,');
  });

  it.each([
    [['sla', '--events', 'log.csv'], '--events goes with --golden'],
    [['sla', '--golden', 'x.csv', '--outcomes', 'y.csv'], '--outcomes goes with --events'],
    [['sla', '--months', '99'], '--months'],
    [['sla', '--golden', 'nowhere/x.csv'], 'Cannot write'],
  ])('are refused as %j, with the reason', async (argv, reason) => {
    const { exit, out, err } = await run(...argv);
    expect(exit).toBe(2);
    expect(out + err).toContain(reason);
  });

  it('say whose word for a broken promise was taken', async () => {
    const about = { ticketId: 'T-2', priority: 'P1' };
    await ingest(ctx, [
      sampleEvent('ticket.created', 'acme', '2026-11-20T11:00:00Z', about),
      sampleEvent('ticket.resolved', 'acme', '2026-11-20T11:30:00Z', { ...about, slaBreached: true }),
    ]);
    const { out } = await run('sla', '--golden', 'months.csv');
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Broken promises of 1 ticket are as the source says (slaBreached), of the other 1 by our own clock.',
    );
  });
});
