import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Embedder, normalize } from '../src/copilot/embedder.ts';

/** Enough of a hash that no two of our texts have the same. */
const hashBytes = 8;

/** Vectors in a file that is kept with the sources: one byte a number, a quarter of a percent off. */
export interface KeptVectors extends Embedder {
  /** Writes the vectors of exactly these texts. */
  write(texts: readonly string[]): Promise<void>;
}

/** Gives the vectors of a file; a text that is not in it goes to the embedder. */
export function keepVectors(embedder: Embedder, file: string): KeptVectors {
  const { id, dimensions } = embedder;
  const size = hashBytes + dimensions;
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const places = new Map<string, number>();
  for (let start = 0; start + size <= bytes.length; start += size)
    places.set(bytes.toString('hex', start, start + hashBytes), start + hashBytes);
  const read = (start: number): Float32Array => {
    const vector = new Float32Array(dimensions);
    for (let index = 0; index < dimensions; index++) vector[index] = bytes.readInt8(start + index);
    return normalize(vector);
  };
  return {
    id,
    dimensions,
    embed: async (texts) => {
      const missing = texts.filter((text) => !places.has(keyOf(text)));
      const embedded = missing.length > 0 ? await embedder.embed(missing) : [];
      let next = 0;
      return texts.map((text) => {
        const place = places.get(keyOf(text));
        return place === undefined ? (embedded[next++] as Float32Array) : read(place);
      });
    },
    write: async (texts) => {
      const keys = new Map(texts.map((text) => [keyOf(text), text]));
      const vectors = await embedder.embed([...keys.values()]);
      const records = [...keys.keys()].flatMap((key, index) => [
        Buffer.from(key, 'hex'),
        Buffer.from(quantize(vectors[index] as Float32Array)),
      ]);
      writeFileSync(file, Buffer.concat(records));
    },
  };
}

function quantize(vector: Float32Array): Int8Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Int8Array.from(vector, (value) => (largest === 0 ? 0 : Math.round((127 * value) / largest)));
}

function keyOf(text: string): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 2 * hashBytes);
}
