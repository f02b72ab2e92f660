import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
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
/** How much goes in at a time: a bomb unfolds to a thousand times as much, and no more than that is held. */
const packedStepBytes = 65_536;
/** How much comes out at a time: at most so much before a break is lost with it. */
const plainStepBytes = 16_384;

/**
 * Opens a file of events; gzip is recognised by its first bytes, the format by option or name.
 * @throws {HoldfastError} HF_FILE_UNREADABLE when it cannot be opened, HF_BODY_INVALID when a .gz is none
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
  if (!compressed && /\.gz$/i.test(path)) {
    throw new HoldfastError('HF_BODY_INVALID', `${path} is not gzip, although its name says so`, {
      next: 'Fetch the file again, or, if it is plain text, take .gz off its name.',
    });
  }
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
    else yield* gunzip(path, source as AsyncIterable<Uint8Array>);
  } finally {
    source.destroy();
    await handle.close().catch(() => undefined); // the stream may have closed it already
  }
}

async function* gunzip(path: string, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzipped = createGunzip({ chunkSize: plainStepBytes });
  let ready: Uint8Array[] = [];
  gunzipped.on('data', (chunk: Uint8Array) => ready.push(chunk));
  const failed = new Promise<never>((_, reject) => gunzipped.once('error', reject));
  const ended = new Promise<void>((resolve) => gunzipped.once('end', resolve));
  failed.catch(() => undefined); // raced below; unawaited in between, it must not end the process
  const take = (): Uint8Array[] => {
    const taken = ready;
    ready = [];
    return taken;
  };
  try {
    for await (const chunk of source) {
      for (let start = 0; start < chunk.length; start += packedStepBytes) {
        const step = chunk.subarray(start, start + packedStepBytes);
        await Promise.race([failed, new Promise((resolve) => gunzipped.write(step, resolve))]);
        yield* take();
      }
    }
    gunzipped.end();
    await Promise.race([failed, ended]);
    yield* take();
  } catch (error) {
    yield* take(); // a stream that breaks would drop what it had read before the break
    throw new HoldfastError(
      'HF_BODY_INVALID',
      `The gzip data of ${path} is broken: ${(error as Error).message}`,
      {
        next: 'The lines before the break are imported. Repair or fetch the file again and repeat the import.',
        cause: error,
      },
    );
  } finally {
    gunzipped.destroy();
  }
}
