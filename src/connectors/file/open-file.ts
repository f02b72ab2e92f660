import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { RawRecord } from '../../domain/raw-record.ts';
import { HoldfastError } from '../../errors.ts';
import { readCsvRows } from './csv-rows.ts';
import { splitLines } from './split-lines.ts';

export type FileFormat = 'ndjson' | 'csv';

/** A file that is ready to be read, and what names it when its import is resumed. */
export interface EventFile {
  format: FileFormat;
  /** Compressed size: what progress is measured against. */
  bytes: number;
  /** How many of those bytes have been read. */
  bytesRead(): number;
  /** Digest of size and beginning: the same file again, wherever it lies. */
  key: string;
  records(): AsyncGenerator<RawRecord>;
}

const fingerprintBytes = 1_048_576;
const chunkBytes = 262_144;

/**
 * Opens a file of events; gzip is recognised by its first bytes, the format by option or name.
 * @throws {HoldfastError} HF_FILE_UNREADABLE when it cannot be opened
 */
export async function openEventFile(path: string, format: FileFormat | undefined): Promise<EventFile> {
  let handle: FileHandle;
  let start: Buffer;
  let bytes: number;
  try {
    handle = await open(path, 'r');
    const stat = await handle.stat();
    if (stat.isDirectory()) throw new Error('it is a folder');
    bytes = stat.size;
    start = Buffer.alloc(Math.min(bytes, fingerprintBytes));
    await handle.read(start, 0, start.length, 0);
    await handle.close();
  } catch (error) {
    throw new HoldfastError('HF_FILE_UNREADABLE', `Cannot read ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const compressed = start[0] === 0x1f && start[1] === 0x8b;
  const chosen = format ?? (/\.csv(\.gz)?$/i.test(path) ? 'csv' : 'ndjson');
  const counter = { read: 0 };
  return {
    format: chosen,
    bytes,
    bytesRead: () => counter.read,
    key: createHash('sha256').update(`${bytes} ${chosen} `).update(start).digest('hex'),
    records: () => {
      const chunks = readBytes(path, compressed, counter);
      return chosen === 'csv' ? readCsvRows(chunks) : splitLines(chunks);
    },
  };
}

async function* readBytes(
  path: string,
  compressed: boolean,
  counter: { read: number },
): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r');
  const source = handle.createReadStream({ highWaterMark: chunkBytes });
  source.on('data', (chunk) => {
    counter.read += chunk.length;
  });
  try {
    if (!compressed) yield* source as AsyncIterable<Uint8Array>;
    else yield* gunzip(path, source);
  } finally {
    source.destroy();
    await handle.close().catch(() => undefined); // the stream may have closed it already
  }
}

async function* gunzip(path: string, source: NodeJS.ReadableStream): AsyncGenerator<Uint8Array> {
  const gunzipped = createGunzip({ chunkSize: chunkBytes });
  pipeline(source, gunzipped, () => undefined); // errors surface in the loop below
  try {
    yield* gunzipped as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new HoldfastError(
      'HF_BODY_INVALID',
      `The gzip data of ${path} is broken: ${(error as Error).message}`,
      {
        next: 'Everything before the break is imported. Repair or fetch the file again and repeat the import.',
        cause: error,
      },
    );
  }
}
