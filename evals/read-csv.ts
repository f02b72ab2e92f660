import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { HoldfastError } from '../src/errors.ts';

/**
 * Streams the rows of a CSV file, gzipped or not.
 * @throws {HoldfastError} HF_EVALUATION_DATA when it cannot be read, is empty or lacks a column
 */
export async function* readCsv(
  path: string,
  columns: readonly string[],
): AsyncGenerator<Record<string, string>> {
  const compressed = await isGzip(path);
  const source = createReadStream(path);
  let hasHeader = false;
  const readHeader = (header: string[]): string[] => {
    hasHeader = true;
    checkColumns(path, header, columns);
    return header;
  };
  const parser = parse({ columns: readHeader, bom: true, skip_empty_lines: true });
  source.on('error', (error) => parser.destroy(error));
  if (compressed) source.pipe(createGunzip().on('error', (error) => parser.destroy(error))).pipe(parser);
  else source.pipe(parser);
  try {
    yield* parser as AsyncIterable<Record<string, string>>;
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    throw new HoldfastError('HF_EVALUATION_DATA', `${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (!hasHeader) throw new HoldfastError('HF_EVALUATION_DATA', `${path} is empty`);
}

function checkColumns(path: string, header: readonly string[], columns: readonly string[]): void {
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0)
    throw new HoldfastError('HF_EVALUATION_DATA', `${path} lacks the columns ${missing.join(', ')}`);
}

async function isGzip(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'r');
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } catch (error) {
    throw new HoldfastError('HF_EVALUATION_DATA', `Cannot read ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
