import { readFile } from 'node:fs/promises';

/** Vectors of our own knowledge, made by the encoder that installs with Holdfast: nobody waits until it is encoded. */
export const knownVectorsFile = new URL('../../knowledge/vectors.bin', import.meta.url);

/** The records of `packVectors`; none where the file is missing. */
export async function readKnownVectors(): Promise<Buffer> {
  return await readFile(knownVectorsFile).catch(() => Buffer.alloc(0));
}
