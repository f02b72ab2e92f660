import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Embedder } from '../src/copilot/embedder.ts';

/** Where vectors are kept unless a folder is named. */
export const defaultCacheFolder = join(tmpdir(), 'holdfast-vectors');

const hashBytes = 32;
/** Texts that are encoded before they are written down: what a run that is stopped may lose. */
const portion = 256;

/**
 * Keeps the vectors of another embedder in a file, by a hash of the text: a set is encoded once. A record that was cut off
 * is dropped and written again.
 */
export function cacheVectors(embedder: Embedder, folder: string): Embedder {
  const file = join(folder, `${embedder.id.replace(/[^\w.-]/g, '_')}.vectors`);
  const vectors = existsSync(file) ? readVectors(file, embedder.dimensions) : new Map<string, Float32Array>();
  const complete = async (texts: readonly string[]): Promise<void> => {
    const missing = [...new Map(texts.map((text) => [keyOf(text), text]))].filter(
      ([key]) => !vectors.has(key),
    );
    for (let start = 0; start < missing.length; start += portion) {
      const batch = missing.slice(start, start + portion);
      const embedded = await embedder.embed(batch.map(([, text]) => text));
      const records = batch.flatMap(([key], place) => {
        const vector = embedded[place] as Float32Array;
        vectors.set(key, vector);
        return [Buffer.from(key, 'hex'), Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)];
      });
      mkdirSync(folder, { recursive: true });
      appendFileSync(file, Buffer.concat(records));
    }
  };
  return {
    id: embedder.id,
    dimensions: embedder.dimensions,
    embed: async (texts) => {
      await complete(texts);
      return texts.map((text) => vectors.get(keyOf(text)) as Float32Array);
    },
  };
}

function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function readVectors(file: string, dimensions: number): Map<string, Float32Array> {
  const bytes = readFileSync(file);
  const size = hashBytes + 4 * dimensions;
  const whole = bytes.length - (bytes.length % size);
  if (whole < bytes.length) truncateSync(file, whole);
  const vectors = new Map<string, Float32Array>();
  for (let start = 0; start < whole; start += size) {
    const values = bytes.subarray(start + hashBytes, start + size);
    vectors.set(
      bytes.toString('hex', start, start + hashBytes),
      new Float32Array(Uint8Array.from(values).buffer),
    );
  }
  return vectors;
}
