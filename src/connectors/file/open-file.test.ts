import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventLimits } from '../../domain/event-types.ts';
import type { RawRecord } from '../../domain/raw-record.ts';
import { HoldfastError } from '../../errors.ts';
import { type FileFormat, openEventFile } from './open-file.ts';
import { splitLines } from './split-lines.ts';

let folder = '';
let lastFile = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-files-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function write(content: string | Uint8Array, name = `file-${++lastFile}.ndjson`): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

interface Outcome {
  records: RawRecord[];
  failure: HoldfastError | null;
}

async function read(content: string | Uint8Array, name?: string, format?: FileFormat): Promise<Outcome> {
  return await drain((await openEventFile(await write(content, name), format)).records());
}

async function drain(given: AsyncGenerator<RawRecord>): Promise<Outcome> {
  const records: RawRecord[] = [];
  try {
    for await (const record of given) records.push(record);
    return { records, failure: null };
  } catch (error) {
    return { records, failure: error as HoldfastError };
  }
}

function texts({ records }: Outcome): [number, string][] {
  return records.map(({ line, body }) => [line, Buffer.from(body).toString()]);
}

describe('a file of lines', () => {
  it('gives each line that is not blank, with its number', async () => {
    expect(texts(await read('{"a":1}\n\n \t\r\n{"b":2}\r\n{"c":3}'))).toEqual([
      [1, '{"a":1}'],
      [4, '{"b":2}\r'],
      [5, '{"c":3}'],
    ]);
  });

  it('drops a byte order mark, and only at the start', async () => {
    const outcome = await read('\ufeff{"a":1}\n\ufeff{"b":2}\n');
    expect(texts(outcome)[0]).toEqual([1, '{"a":1}']);
    expect(outcome.records[1]?.body[0]).toBe(0xef);
  });

  it('gives the same records however its bytes are cut', async () => {
    const bytes = Buffer.from('{"a":"日本"}\n\n{"b":"😀"}\n{"c":3}');
    async function* cut(): AsyncGenerator<Uint8Array> {
      for (const byte of bytes) yield Buffer.from([byte]);
    }
    async function* whole(): AsyncGenerator<Uint8Array> {
      yield bytes;
    }
    expect(texts(await drain(splitLines(cut())))).toEqual(texts(await drain(splitLines(whole()))));
  });

  it('bounds an endless line and refuses it, and goes on behind it (TC13)', async () => {
    const chunk = Buffer.alloc(1_048_576, 'x');
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 20; count++) yield chunk;
      yield Buffer.from('\n{"b":2}\n');
    }
    const { records } = await drain(splitLines(chunks()));
    expect(records[0]?.body.length).toBe(eventLimits.eventBytes + 1);
    expect(records[0]?.read()).toEqual({ ok: false, reason: 'longer than 262144 bytes' });
    expect(records[1]?.read()).toEqual({ ok: true, value: { b: 2 } });
  });

  it('an empty file and a file of blank lines hold nothing', async () => {
    expect(await read('')).toEqual({ records: [], failure: null });
    expect(await read('\n\n \n')).toEqual({ records: [], failure: null });
  });
});

describe('format and compression', () => {
  it.each<[string, FileFormat | undefined, FileFormat]>([
    ['events.ndjson', undefined, 'ndjson'],
    ['events.jsonl', undefined, 'ndjson'],
    ['events.csv', undefined, 'csv'],
    ['events.csv', 'ndjson', 'ndjson'],
    ['events', 'csv', 'csv'],
  ])('%s with format %s is read as %s', async (name, given, format) => {
    expect((await openEventFile(await write('x', name), given)).format).toBe(format);
  });

  it('gzip is known by its first bytes, whatever the name says', async () => {
    expect(texts(await read(gzipSync('{"a":1}\n{"b":2}\n'), 'packed.ndjson'))).toHaveLength(2);
  });

  it.each(['{"a":1}\n', '', 'PK\u0003\u0004'])(
    'what is named gzip and is not (%j) is refused',
    async (content) => {
      await expect(openEventFile(await write(content, 'plain.ndjson.gz'), undefined)).rejects.toMatchObject({
        code: 'HF_BODY_INVALID',
        message: expect.stringContaining('plain.ndjson.gz is not gzip'),
      });
    },
  );

  it('several gzip members in one file are one file', async () => {
    const packed = Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"b":2}\n')]);
    expect(texts(await read(packed))).toEqual([
      [1, '{"a":1}'],
      [2, '{"b":2}'],
    ]);
  });

  it('CSV may be compressed too', async () => {
    const { records } = await read(gzipSync('id,type,account,ts\ne1,x,acme,t\n'), 'rows.csv.gz');
    expect(records[0]?.read()).toMatchObject({ ok: true, value: { id: 'e1' } });
  });
});

describe('broken gzip gives what came before the break, then says so', () => {
  const lines = Array.from({ length: 5_000 }, (_, index) =>
    JSON.stringify({ id: index, noise: Math.sin(index) }),
  );
  const text = `${lines.join('\n')}\n`;
  const packed = gzipSync(text);

  function expectPrefix({ records, failure }: Outcome, atLeast: number): void {
    expect(records.length).toBeGreaterThanOrEqual(atLeast);
    expect(texts({ records, failure })).toEqual(
      lines.slice(0, records.length).map((line, index) => [index + 1, line]),
    );
    expect(failure).toBeInstanceOf(HoldfastError);
    expect(failure).toMatchObject({
      code: 'HF_BODY_INVALID',
      message: expect.stringContaining('gzip data of'),
    });
  }

  it('when it is cut off', async () => {
    expectPrefix(await read(packed.subarray(0, packed.length >> 1)), 2_000);
  });

  it('when bytes in its middle are wrong', async () => {
    const wrong = Buffer.from(packed);
    wrong.fill(0xff, packed.length >> 1, (packed.length >> 1) + 64);
    // Up to 16 KB before the break are unpacked together with it, and lost.
    const { records, failure } = await read(wrong);
    expect(failure).toMatchObject({ code: 'HF_BODY_INVALID' });
    expect(records.length).toBeGreaterThan(1_500);
    expect(texts({ records, failure }).slice(0, 1_500)).toEqual(
      lines.slice(0, 1_500).map((line, index) => [index + 1, line]),
    );
  });

  it('when its checksum is wrong', async () => {
    const wrong = Buffer.from(packed);
    wrong[packed.length - 6] = (wrong[packed.length - 6] ?? 0) ^ 0xff;
    expectPrefix(await read(wrong), 4_000);
  });

  it('when something else stands behind it', async () => {
    expectPrefix(await read(Buffer.concat([packed, Buffer.from('trailing words')])), 4_000);
  });
});

describe('a file as such', () => {
  it('has the same key wherever it lies, and another when it or its format differs', async () => {
    const key = async (content: string, name: string, format?: FileFormat) =>
      (await openEventFile(await write(content, name), format)).key;
    expect(await key('{"a":1}\n', 'one.ndjson')).toBe(await key('{"a":1}\n', 'two.ndjson'));
    expect(await key('{"a":1}\n', 'one.ndjson')).not.toBe(await key('{"a":2}\n', 'two.ndjson'));
    expect(await key('{"a":1}\n', 'one.ndjson')).not.toBe(await key('{"a":1}\n', 'one.ndjson', 'csv'));
  });

  it('tells how much of it has been read', async () => {
    const file = await openEventFile(await write('{"a":1}\n'.repeat(100)), undefined);
    expect(file.bytesRead()).toBe(0);
    await drain(file.records());
    expect(file.bytesRead()).toBe(file.bytes);
    expect(file.bytes).toBe(800);
  });

  it.each([
    ['is not there', 'none.ndjson'],
    ['is a folder', ''],
  ])('that %s is refused by its name', async (_, name) => {
    const path = join(folder, name);
    await expect(openEventFile(path, undefined)).rejects.toMatchObject({
      code: 'HF_FILE_UNREADABLE',
      message: expect.stringContaining(path),
    });
  });

  it('may be left early', async () => {
    const file = await openEventFile(await write(gzipSync('{"a":1}\n'.repeat(100_000))), undefined);
    for await (const record of file.records()) {
      expect(record.line).toBe(1);
      break;
    }
  });
});
