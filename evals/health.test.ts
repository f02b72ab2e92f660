import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { evaluateHealth, type HealthRow, scoreSnapshots } from './health.ts';
import { readCsv } from './read-csv.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-evals-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

const database = { kind: 'memory' as const, template: inject('embeddedTemplate') };
const day = 86_400;
const start = 1_700_000_000;

function log(rows: readonly [tenant: string, ts: number, type: string][]): string {
  const lines = [...rows]
    .sort((a, b) => a[1] - b[1])
    .map(([tenant, ts, type]) => `${tenant},ann,${ts},${type},{}`);
  return ['tenant,user,ts,type,payload', ...lines].join('\n');
}

describe('scoring past snapshots', () => {
  it.each(['no-such-folder/out.csv', ''])(
    'is refused before it starts when %j cannot be written',
    async (name) => {
      const evaluation = evaluateHealth({
        eventsFile: join(folder, 'not-even-looked-at.csv'),
        snapshotsFile: join(folder, 'neither.csv'),
        outFile: join(folder, name),
        database,
      });
      await expect(evaluation).rejects.toMatchObject({
        code: 'HF_FILE_UNREADABLE',
        message: expect.stringMatching(/^Cannot write /),
      });
    },
  );

  it('never uses an event after the as-of instant', async () => {
    const known: [string, number, string][] = [0, 1, 2, 5, 9].map((age) => [
      'acme',
      start - age * day,
      'feature.used',
    ]);
    // After the snapshot: a burst of use and of sponsor contact, on the very same UTC day and on later ones.
    const later = Array.from({ length: 40 }, (_, index): [string, number, string] => [
      'acme',
      start + 1 + index * 1_800,
      index % 2 === 0 ? 'feature.used' : 'sponsor.touch',
    ]);
    const unseen: [string, number, string] = ['latecomer', start + 1, 'feature.used'];
    const snapshots = `tenant,asof,label\nacme,${start},1\nlatecomer,${start},0\nnobody,${start},0\n`;
    const eventsFile = await write('with.csv', log([...known, ...later, unseen]));
    const snapshotsFile = await write('snapshots.csv', snapshots);
    const withFuture = await scoreSnapshots({ eventsFile, snapshotsFile, database });
    const cutFile = await write('without.csv.gz', gzipSync(log(known)));
    const withoutFuture = await scoreSnapshots({ eventsFile: cutFile, snapshotsFile, database });
    expect(withFuture).toEqual(withoutFuture);
    expect(withFuture.map(({ health }) => health === null)).toEqual([false, true, true]);
    expect(withFuture.map(({ label }) => label)).toEqual(['1', '0', '0']);
  });

  it('keeps the order of the snapshots file, and an event at the very instant counts', async () => {
    const eventsFile = await write(
      'order.csv',
      log([
        ['acme', start, 'feature.used'],
        ['acme', start + 2 * day, 'feature.used'],
      ]),
    );
    const snapshotsFile = await write(
      'order-snapshots.csv',
      `tenant,asof\nacme,${start + 2 * day}\nacme,${start - 1}\nacme,${start}\n`,
    );
    const outFile = join(folder, 'out.csv');
    expect(await evaluateHealth({ eventsFile, snapshotsFile, outFile, database })).toEqual({ rows: 3 });
    const rows: Record<string, string>[] = [];
    for await (const row of readCsv(outFile, ['tenant', 'asof', 'health', 'band', 'rules'])) rows.push(row);
    expect(rows.map((row) => [row.asof, row.health === '', row.band === ''])).toEqual([
      [String(start + 2 * day), false, false],
      [String(start - 1), true, true],
      [String(start), false, false],
    ]);
    expect(Number(rows[0]?.health)).toBeGreaterThan(Number(rows[2]?.health));
  });
});

describe('broken evaluation data', () => {
  async function failure(events: string, snapshots: string): Promise<HealthRow[]> {
    const eventsFile = await write('broken.csv', events);
    const snapshotsFile = await write('broken-snapshots.csv', snapshots);
    return await scoreSnapshots({ eventsFile, snapshotsFile, database });
  }

  it('a snapshots file without its columns or with a date for seconds is refused', async () => {
    const good = log([['acme', start, 'feature.used']]);
    await expect(failure(good, 'account,asof\nacme,1\n')).rejects.toMatchObject({
      code: 'HF_EVALUATION_DATA',
      message: expect.stringContaining('lacks the columns tenant'),
    });
    await expect(failure(good, 'tenant,asof\nacme,2026-01-01\n')).rejects.toMatchObject({
      code: 'HF_EVALUATION_DATA',
      message: expect.stringContaining("asof '2026-01-01' is not epoch seconds"),
    });
  });

  it.each([
    ['a payload that is no JSON', `acme,ann,${start},feature.used,{oops`],
    ['a time that is no number', 'acme,ann,yesterday,feature.used,{}'],
    ['an unknown type', `acme,ann,${start},party.held,{}`],
  ])('%s in the log is refused with its line', async (_, row) => {
    const events = `tenant,user,ts,type,payload\nacme,ann,${start - 1},feature.used,{}\n${row}\n`;
    await expect(failure(events, `tenant,asof\nacme,${start + 1}\n`)).rejects.toMatchObject({
      code: 'HF_EVALUATION_DATA',
      message: expect.stringContaining('broken.csv:3: '),
    });
  });

  it('a file that is not there is named', async () => {
    const rows = readCsv(join(folder, 'none.csv'), []);
    await expect(rows.next()).rejects.toMatchObject({
      code: 'HF_EVALUATION_DATA',
      message: expect.stringContaining('none.csv'),
    });
  });
});
