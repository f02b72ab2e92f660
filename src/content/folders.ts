import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HoldfastError } from '../errors.ts';

const builtIn = fileURLToPath(new URL('../../', import.meta.url));

const yaml = /\.ya?ml$/;

/**
 * The YAML files of one kind: ours, and the operator's, which replace ours of the same name.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @returns full paths, sorted by file name
 */
export async function listContentFiles(kind: string, overrides: string | null): Promise<string[]> {
  return [...overlayFolders(contentFolders(kind, overrides), yaml).values()];
}

/** Where files of one kind lie: ours, and the operator's, if there are overrides. */
export function contentFolders(kind: string, overrides: string | null): string[] {
  return (overrides ? [builtIn, overrides] : [builtIn]).map((root) => join(root, kind));
}

/**
 * The files of several folders, where a later folder's file replaces an earlier one of the same name.
 * @returns full paths by file name, sorted; a folder that does not exist has no files
 */
export function overlayFolders(folders: readonly string[], pattern: RegExp): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const name of listFolder(folder, pattern)) files.set(name, join(folder, name));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A single file of the operator's; null = there is none. */
export async function findContentFile(name: string, overrides: string | null): Promise<string | null> {
  if (!overrides) return null;
  return listFolder(overrides, yaml).includes(name) ? join(overrides, name) : null;
}

function listFolder(folder: string, pattern: RegExp): string[] {
  try {
    return readdirSync(folder).filter((name) => pattern.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new HoldfastError('HF_CONTENT_INVALID', `${folder}: cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
