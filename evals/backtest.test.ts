import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backtestLog, readPasts } from './backtest.ts';

const start = Date.UTC(2026, 0, 1) / 1_000;
const day = 86_400;
const header = 'tenant,user,ts,type,payload\n';
const labels = `tenant,asof,label,churn_ts\na,${start + 20 * day},1,${start + 40 * day}\n`;
const row = (days: number, payload = '{}', tenant = 'a'): string =>
  `${tenant},u,${start + days * day},feature.used,"${payload.replaceAll('"', '""')}"\n`;

describe('a log that is replayed', () => {
  let folder: string;
  let last = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-log-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const file = (content: string | Buffer): string => {
    const path = join(folder, `log-${++last}.csv`);
    writeFileSync(path, content);
    return path;
  };
  const run = async (events: string | Buffer, snapshots: string | Buffer = labels) =>
    await backtestLog({
      eventsFile: file(events),
      snapshotsFile: file(snapshots),
      rules: [],
      profiles: [],
    });

  it.each<[string, string | Buffer, string | Buffer, RegExp]>([
    ['nothing', '', labels, /log-\d+\.csv is empty/],
    ['no row', header, labels, /No account of .* has an event in /],
    ['another file', Buffer.from([0, 255, 254]), labels, /lacks the columns tenant, user/],
    ['other columns', 'a,b\n', labels, /lacks the columns tenant, user/],
    [
      'a payload in the middle of which it ends',
      header + row(1) + row(2, '{"x":'),
      labels,
      /csv:3: payload is no JSON/,
    ],
    ['a payload that is no object', header + row(1, '[1]'), labels, /csv:2: payload is no JSON object/],
    [
      'a time in words',
      header.concat('a,u,2026-01-01,feature.used,{}\n'),
      labels,
      /csv:2: ts '2026-01-01' is not epoch seconds/,
    ],
    [
      'a time of another age',
      header.concat('a,u,1e400,feature.used,{}\n'),
      labels,
      /csv:2: ts '1e400' is not/,
    ],
    ['no time', header.concat('a,u,,feature.used,{}\n'), labels, /csv:2: ts '' is not/],
    [
      'half of a gzipped file',
      gzipSync(header + row(1).repeat(500)).subarray(0, 60),
      labels,
      /cannot be read: unexpected end/,
    ],
    [
      'labels of nobody',
      header + row(1),
      `tenant,asof,label\nb,${start},1\n`,
      /No account of .* has an event/,
    ],
    ['no labels', header + row(1), 'tenant,asof,label\n', /No account of .* has an event/],
    [
      'labels without a column for them',
      header + row(1),
      `tenant,asof\na,${start}\n`,
      /lacks the columns label/,
    ],
    [
      'a label that is none',
      header + row(1),
      `tenant,asof,label\na,${start},maybe\n`,
      /csv:2: label 'maybe' is neither 0 nor 1/,
    ],
    [
      'a label of no day',
      header + row(1),
      'tenant,asof,label\na,soon,1\n',
      /csv:2: asof 'soon' is not epoch seconds/,
    ],
    [
      'an end of no day',
      header + row(1),
      `tenant,asof,label,churn_ts\na,${start},1,never\n`,
      /csv:2: churn_ts 'never' is not/,
    ],
  ])('with %s is refused with file and line', async (_, events, snapshots, reason) => {
    await expect(run(events, snapshots)).rejects.toMatchObject({
      code: 'HF_EVALUATION_DATA',
      message: expect.stringMatching(reason),
    });
  });

  it('that is a folder is refused by name', async () => {
    const path = join(folder, 'folder.csv');
    mkdirSync(path);
    await expect(readPasts(path, file(labels))).rejects.toMatchObject({ code: 'HF_EVALUATION_DATA' });
  });

  it('of one line has one account', async () => {
    expect((await readPasts(file(header + row(1)), file(labels))).pasts).toHaveLength(1);
  });

  it('is the same whatever the order of its lines', async () => {
    const days = [9, 3, 12, 1, 7];
    const read = async (order: readonly number[]) => {
      const { pasts, usageKnownFrom } = await readPasts(
        file(header + order.map((one) => row(one)).join('')),
        file(labels),
      );
      return [pasts[0]?.events.map(({ event }) => event.at.toISOString()), usageKnownFrom];
    };
    expect(await read(days)).toEqual(await read([...days].sort((one, other) => one - other)));
    expect((await read(days))[1]).toBe('2026-01-02');
  });
});
