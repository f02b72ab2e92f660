import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactStorage } from '../domain/artifact.ts';
import { HoldfastError } from '../errors.ts';

/**
 * Keeps artifacts as files of a folder. A file gets its name when all of its bytes are on the disk, so that nothing
 * half-written is ever read; what a full disk refused leaves nothing behind.
 * @param folder - absolute; its parent exists
 */
export function createFolderStorage(folder: string): ArtifactStorage {
  return {
    place: folder,
    write: async (name, bytes) => {
      const draft = join(folder, `.${name}.part`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeDurably(draft, bytes);
        await rename(draft, join(folder, name));
        await syncFolder(folder);
      } catch (error) {
        await unlink(draft).catch(() => undefined);
        throw failed(`${folder} took no artifact (${codeOf(error)})`, nextFor(error), error);
      }
    },
    read: async (name) => {
      try {
        return await readFile(join(folder, name));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw failed(`${folder} gave no artifact (${codeOf(error)})`, nextFor(error), error);
      }
    },
    remove: async (name) => {
      await unlink(join(folder, name)).catch((error) => {
        if (codeOf(error) !== 'ENOENT') throw failed(`${name} could not be removed`, nextFor(error), error);
      });
    },
  };
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The name itself is durable only when the folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

function nextFor(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'The disk is full. Make room, then ask again; nothing was recorded.';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'Let Holdfast write there, then ask again; nothing was recorded.';
    default:
      return 'Look at the folder of artifacts under HOLDFAST_HOME, then ask again; nothing was recorded.';
  }
}

function failed(message: string, next: string, cause: unknown): HoldfastError {
  return new HoldfastError('HF_STORAGE_FAILED', message, { next, cause });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
