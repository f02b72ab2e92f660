import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HoldfastError } from '../errors.ts';

const builtIn = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The YAML files of one kind: ours, and the operator's, which replace ours of the same name.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @returns full paths, sorted by file name
 */
export async function listContentFiles(kind: string, overrides: string | null): Promise<string[]> {
  const files = new Map<string, string>();
  for (const root of overrides ? [builtIn, overrides] : [builtIn]) {
    const folder = join(root, kind);
    for (const name of await listFolder(folder)) files.set(name, join(folder, name));
  }
  return [...files.keys()].sort().map((name) => files.get(name) ?? name);
}

/** A single file of the operator's; null = there is none. */
export async function findContentFile(name: string, overrides: string | null): Promise<string | null> {
  if (!overrides) return null;
  return (await listFolder(overrides)).includes(name) ? join(overrides, name) : null;
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new HoldfastError('HF_CONTENT_INVALID', `${folder}: cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
