import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, HoldfastError } from '../errors.ts';

const builtIn = fileURLToPath(new URL('../../', import.meta.url));

const invalid = 'HF_CONTENT_INVALID';
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
 * @throws {HoldfastError} with the given code when one is no folder, or cannot be read
 */
export function overlayFolders(
  folders: readonly string[],
  pattern: RegExp,
  code: ErrorCode = invalid,
): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const name of listFolder(folder, pattern, code) ?? []) files.set(name, join(folder, name));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A single file of the operator's; null = there is none. */
export async function findContentFile(name: string, overrides: string | null): Promise<string | null> {
  if (!overrides) return null;
  return listFolder(overrides, yaml)?.includes(name) ? join(overrides, name) : null;
}

/**
 * The names of a folder that fit a pattern; null = there is no such folder.
 * @throws {HoldfastError} with the given code when it is no folder, or cannot be read
 */
export function listFolder(folder: string, pattern: RegExp, code: ErrorCode = invalid): string[] | null {
  try {
    return readdirSync(folder).filter((name) => pattern.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new HoldfastError(code, `${folder} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
