import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { openEventFile } from '../connectors/file/open-file.ts';
import { jsonRecord, type RawRecord } from '../domain/raw-record.ts';
import type { Store } from '../store/store.ts';
import type { RequestContext } from './context.ts';
import { type ImportInput, type ImportSummary, importEvents } from './import-events.ts';

let ctx: RequestContext;
let store: Store;
let close: () => Promise<void>;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-import-'));
  ({ store, close } = await embedded.open());
  ctx = await testContext(store, '2026-11-21T12:00:00Z');
});

afterAll(async () => {
  await close();
  await rm(folder, { recursive: true });
});

function line(account: string, id: number): string {
  return JSON.stringify({
    id: `${account}-${id}`,
    type: 'user.session',
    account,
    ts: '2026-11-01T10:00:00Z',
  });
}

async function sessionsOf(account: string): Promise<number> {
  return (await store.readRollups(account, '2026-11-01', '2026-11-01'))[0]?.sessions ?? 0;
}

async function importFile(
  name: string,
  content: string | Uint8Array,
  change: Partial<ImportInput> = {},
): Promise<ImportSummary> {
  const path = join(folder, name);
  await writeFile(path, content);
  const file = await openEventFile(path, undefined);
  return await importEvents(ctx, {
    source: 'file',
    key: file.key,
    name,
    records: file.records(),
    restart: false,
    ...change,
  });
}

describe('an interrupted import', () => {
  const total = 6_000;

  async function* records(account: string, failAfter: number): AsyncGenerator<RawRecord> {
    for (let index = 1; index <= total; index++) {
      // Every thousandth line is bad, and every one behind it is the same event again.
      const text = index % 1_000 === 0 ? '{bad' : line(account, index % 1_000 === 1 ? 1 : index);
      yield jsonRecord(index, Buffer.from(text));
      if (index === failAfter) throw new Error('the disk was pulled out');
    }
  }

  function input(account: string, failAfter = Number.POSITIVE_INFINITY): ImportInput {
    return {
      source: 'file',
      key: `key-${account}`,
      name: 'f',
      records: records(account, failAfter),
      restart: false,
    };
  }

  it('goes on where it stopped, and the counts add up', async () => {
    await expect(importEvents(ctx, input('pulled', 5_500))).rejects.toThrow('the disk was pulled out');
    expect(await store.readImportProgress('key-pulled')).toEqual({
      linesDone: 5_500,
      accepted: 5_490,
      duplicates: 5,
      rejected: 5,
    });
    expect(await sessionsOf('pulled')).toBe(5_490);
    const summary = await importEvents(ctx, input('pulled'));
    expect(summary).toMatchObject({ accepted: 5_989, duplicates: 5, rejected: 6, resumedAfterLine: 5_500 });
    expect(summary.deadLetters.map((letter) => letter.line)).toEqual([6_000]);
    expect(await sessionsOf('pulled')).toBe(5_989);
    expect(await store.readImportProgress('key-pulled')).toBeNull();
  });

  it('whose last batch cannot be stored fails, and goes on from the batch before', async () => {
    let batches = 0;
    const failing: RequestContext['store'] = {
      ...store,
      transaction: (work) =>
        ++batches === 2 ? Promise.reject(new Error('the disk is full')) : store.transaction(work),
    };
    await expect(importEvents({ ...ctx, store: failing }, input('full'))).rejects.toThrow('the disk is full');
    expect(await store.readImportProgress('key-full')).toMatchObject({ linesDone: 5_000 });
    expect(await importEvents(ctx, input('full'))).toMatchObject({
      accepted: 5_989,
      resumedAfterLine: 5_000,
    });
  });

  it('may be restarted: what is in already is a duplicate', async () => {
    await expect(importEvents(ctx, input('restarted', 5_100))).rejects.toThrow();
    const summary = await importEvents(ctx, { ...input('restarted'), restart: true });
    expect(summary).toMatchObject({
      accepted: 5_989 - 5_090,
      duplicates: 5 + 5_090,
      rejected: 6,
      resumedAfterLine: 0,
    });
    expect(await sessionsOf('restarted')).toBe(5_989);
  });

  it('tells its progress after each batch', async () => {
    const told: number[] = [];
    await importEvents(ctx, { ...input('told'), onProgress: ({ linesDone }) => told.push(linesDone) });
    expect(told).toEqual([5_000, 6_000]);
  });
});

describe('a file', () => {
  it('goes in once; a second time it is all duplicates', async () => {
    const content = `${[1, 2, 3].map((id) => line('twice', id)).join('\n')}\n`;
    expect(await importFile('twice.ndjson', content)).toEqual({
      accepted: 3,
      duplicates: 0,
      rejected: 0,
      deadLetters: [],
      resumedAfterLine: 0,
    });
    expect(await importFile('again.ndjson', content)).toMatchObject({
      accepted: 0,
      duplicates: 3,
      rejected: 0,
    });
    expect(await sessionsOf('twice')).toBe(3);
    const audit = await store.readAudit({ limit: 2 });
    expect(audit).toMatchObject([
      {
        action: 'events.imported',
        actor: 'system',
        detail: { file: 'again.ndjson', accepted: 0, duplicates: 3 },
      },
      {
        action: 'events.imported',
        detail: { file: 'twice.ndjson', accepted: 3, duplicates: 0, source: 'file' },
      },
    ]);
  });

  it('from the file and from the network an event is the same event', async () => {
    await ingest(ctx, [JSON.parse(line('both', 1))], 'file');
    expect(await importFile('both.ndjson', line('both', 1))).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  it('with bad lines names them by their line', async () => {
    const content = [
      '\ufeff',
      line('bad', 1),
      '\n\n',
      '{oops\n',
      line('bad', 2),
      '\n',
      '[]\n',
      Buffer.from([0xff, 10]),
    ];
    const bytes = Buffer.concat(content.map((part) => Buffer.from(part as string)));
    const summary = await importFile('bad.ndjson', bytes);
    expect(summary).toMatchObject({ accepted: 2, rejected: 3 });
    expect(summary.deadLetters).toEqual([
      { line: 3, reason: expect.stringContaining('not JSON') },
      { line: 5, reason: 'an event must be a JSON object' },
      { line: 6, reason: 'not valid UTF-8' },
    ]);
  });

  it('lists a hundred bad lines and keeps them all', async () => {
    const before = await store.countDeadLetters();
    const summary = await importFile(
      'worse.ndjson',
      Array.from({ length: 150 }, (_, index) => `{bad ${index}\n`).join(''),
    );
    expect(summary).toMatchObject({ accepted: 0, rejected: 150 });
    expect(summary.deadLetters).toHaveLength(100);
    expect(await store.countDeadLetters()).toBe(before + 150);
  });

  it('of gzip that breaks off keeps what came before, and the repaired file completes it', async () => {
    const lines = Array.from({ length: 4_000 }, (_, id) => `${line('broken', id)}\n`).join('');
    const packed = gzipSync(lines, { level: 1 });
    const cut = importFile('broken.ndjson.gz', packed.subarray(0, packed.length >> 1));
    await expect(cut).rejects.toMatchObject({ code: 'HF_BODY_INVALID' });
    const kept = await sessionsOf('broken');
    expect(kept).toBeGreaterThan(1_000);
    const whole = await importFile('broken.ndjson.gz', packed);
    expect(whole).toMatchObject({ accepted: 4_000 - kept, duplicates: kept, rejected: 0 });
    expect(await sessionsOf('broken')).toBe(4_000);
  });

  it('of compressed CSV with a byte order mark, payload columns, cells of several lines and bad rows', async () => {
    const rows = [
      '\ufeffid,type,tenant,ts,user,payload.ticketId,payload.priority,payload.subject,payload.csat',
      'c1,ticket.created,csv,2026-11-01T10:00:00Z,ann,1001,P1,"Down, again\r\nand again ""loud""",',
      'c2,ticket.resolved,csv,2026-11-02T10:00:00Z,,1001,,,5',
      'c3,ticket.resolved,csv,2026-11-02T10:00:00Z,,1002,,,9',
      '',
      'c4,ticket.created,csv,yesterday,,1003,,,',
      'c5,user.session,csv,2026-11-03T10:00:00Z,bob,,,,',
    ];
    const summary = await importFile('rows.csv.gz', gzipSync(rows.join('\r\n')));
    expect(summary).toMatchObject({ accepted: 3, rejected: 2 });
    expect(summary.deadLetters).toEqual([
      { line: 5, reason: expect.stringContaining('payload.csat') },
      { line: 7, reason: expect.stringContaining("ts: 'yesterday'") },
    ]);
    const all = { asOf: new Date('2027-01-01T00:00:00Z'), knownAt: Number.MAX_SAFE_INTEGER };
    const [created, resolved] = (await store.readEvents('csv', all)).map(({ event }) => event);
    expect(created).toMatchObject({
      user: 'ann',
      source: 'file',
      payload: { ticketId: '1001', priority: 'P1', subject: 'Down, again\r\nand again "loud"' },
    });
    expect(resolved).toMatchObject({ user: null, payload: { ticketId: '1001', csat: 5 } });
  });

  it('of CSV without the columns of an event is refused, and nothing goes in', async () => {
    const before = await store.lastSequence();
    await expect(importFile('wrong.csv', 'a,b\n1,2\n')).rejects.toMatchObject({ code: 'HF_BODY_INVALID' });
    expect(await store.lastSequence()).toBe(before);
  });

  it('that is empty is an import of nothing', async () => {
    expect(await importFile('empty.ndjson', '')).toMatchObject({ accepted: 0, duplicates: 0, rejected: 0 });
  });
});
