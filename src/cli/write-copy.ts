import { rename, unlink, writeFile } from 'node:fs/promises';
import { HoldfastError } from '../errors.ts';

/**
 * Writes a file of the person's own: whole, or not at all. What stood there stays until all bytes are on the disk.
 * @param next - what else there is, where this fails
 * @throws {HoldfastError} HF_FILE_UNREADABLE
 */
export async function writeCopy(file: string, bytes: Uint8Array, next: string): Promise<void> {
  const draft = `${file}.part`;
  try {
    await writeFile(draft, bytes, { mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw new HoldfastError('HF_FILE_UNREADABLE', `${file} cannot be written: ${(error as Error).message}`, {
      next,
      cause: error,
    });
  }
}
