import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluateSla } from './sla.ts';

const start = Date.UTC(2026, 0, 31, 22) / 1_000; // two hours before February
const hour = 3_600;

describe('the promises of a log', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-sla-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const row = (tenant: string, ts: number, type: string, payload: object) =>
    `${tenant},ann,${ts},${type},"${JSON.stringify(payload).replaceAll('"', '""')}"`;
  const write = (name: string, lines: readonly string[], packed = false) => {
    const text = `${lines.join('\n')}\n`;
    writeFileSync(join(folder, name), packed ? gzipSync(text) : text);
    return join(folder, name);
  };
  const header = 'tenant,user,ts,type,payload';
  const log = [
    header,
    row('north', start, 'ticket.created', { id: 'n1', p: 'P0' }),
    row('north', start + hour, 'ticket.updated', { id: 'n1', p: 'P3', state: 'Active' }),
    row('south', start + hour, 'ticket.updated', { id: 's1', p: 'P2', state: 'New' }),
    row('north', start + hour + 1, 'ticket.created', { id: 'n2', p: 'P0' }),
    row('south', start + 2 * hour, 'ticket.created', { id: 's1', p: 'P2' }),
    row('north', start + 2 * hour + 2, 'ticket.updated', { id: 'n2', p: 'P0', state: 'Active' }),
    row('north', start + 3 * hour, 'ticket.resolved', { id: 'n1' }),
    row('north', start + 3 * hour, 'ticket.updated', { id: 'n1', p: 'P3', state: 'Closed' }),
    row('south', start + 90 * hour, 'ticket.updated', { id: 's1', p: 'P2', state: 'Active' }),
  ];
  const run = async (outcomesFile?: string) => {
    const eventsFile = join(folder, 'events.csv.gz');
    const outFile = join(folder, 'out.csv');
    const result = await evaluateSla({ eventsFile, outFile, outcomesFile });
    return { result, lines: readFileSync(outFile, 'utf8').split('\n').slice(1) };
  };

  it('are counted by month of opening, with the priority of the opening', async () => {
    write('events.csv.gz', log, true);
    const { result, lines } = await run();
    expect(result).toEqual({ tickets: 3, months: 2, outcomesFile: null });
    // n1 was updated to the second in time, n2 a second late; s1's source dates its first update before the opening.
    expect(lines).toEqual(['north,2026-01,2,1,1,1,10800,10800', 'south,2026-02,1,1,0,0,,', '']);
  });

  it('are broken as the file beside the log says', async () => {
    write('events.csv.gz', log, true);
    const labels = write('labels.csv', [
      'ticket,tenant,sla_breached',
      'n1,north,1',
      'n2,north,0',
      's1,south,1',
    ]);
    const { result, lines } = await run();
    expect(result.outcomesFile).toBe(labels);
    expect(lines.slice(0, 2)).toEqual(['north,2026-01,2,1,1,1,10800,10800', 'south,2026-02,1,1,0,1,,']);
  });

  it('are broken as a file says that is named', async () => {
    write('events.csv.gz', log, true);
    mkdirSync(join(folder, 'elsewhere'));
    const named = write('elsewhere/said.csv', ['ticket,sla_breached', 'n1,true', 'n2,true', 's1,false']);
    expect((await run(named)).lines[0]).toBe('north,2026-01,2,1,1,2,10800,10800');
  });

  it.each([
    ['a payload that is no JSON', [header, 'a,ann,1,ticket.created,{'], 'the payload is not JSON'],
    ['an instant that is none', [header, 'a,ann,soon,ticket.created,"{""id"":""x""}"'], 'not epoch seconds'],
    ['a missing column', ['tenant,ts,type', 'a,1,ticket.created'], 'lacks the columns'],
  ])('of a log with %s are refused with its place', async (_, lines, reason) => {
    write('events.csv.gz', lines, true);
    await expect(run()).rejects.toMatchObject({
      code: 'HF_EVALUATION_DATA',
      message: expect.stringContaining(reason),
    });
  });

  it('are not counted by a file that says neither yes nor no', async () => {
    write('events.csv.gz', log, true);
    write('labels.csv', ['ticket,sla_breached', 'n1,perhaps']);
    await expect(run()).rejects.toThrow(/sla_breached of ticket 'n1' is 'perhaps'/);
  });
});
