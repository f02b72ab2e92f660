import { link, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Ids } from '../domain/ids.ts';
import { HoldfastError } from '../errors.ts';
import { makeFolder } from './make-folder.ts';

const fileSchema = z.strictObject({
  version: z.literal(1),
  /** Signs the links in cards, hexadecimal. */
  linkKey: z.string().regex(/^[0-9a-f]{64,}$/, 'hexadecimal, at least 64 characters'),
  /** Who may send events: the name becomes the source of events that carry none. */
  sources: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, 'letters, digits, dot, dash, underscore'),
        token: z.string().min(20, 'at least 20 characters'),
      }),
    )
    .refine(
      (sources) => new Set(sources.map(({ name }) => name)).size === sources.length,
      'a name stands twice',
    )
    .refine(
      (sources) => new Set(sources.map(({ token }) => token)).size === sources.length,
      'a token stands twice',
    ),
});

/** The secrets of this installation. */
export type Keys = z.infer<typeof fileSchema>;

/**
 * Reads the keys file, or makes one that only its owner can read. Of several processes that make it at once, one
 * wins and all read the same file.
 * @throws {HoldfastError} HF_CONTENT_INVALID when the file is broken, HF_FILE_UNREADABLE when it cannot be opened
 */
export async function readOrCreateKeys(file: string, ids: Ids): Promise<Keys> {
  return (await readKeys(file)) ?? (await createKeys(file, ids));
}

/** Reads the keys file; null = there is none. */
export async function readKeys(file: string): Promise<Keys | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadable(file, error);
  }
  return parseKeys(file, text);
}

function parseKeys(file: string, text: string): Keys {
  let reason = 'it is not JSON';
  try {
    const parsed = fileSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    // The issue's own message may quote the value, which is a secret.
    const issue = parsed.error.issues[0];
    reason = `${issue?.path.join('.') || 'the file'} is not what it should be (${issue?.code})`;
  } catch {
    // the reason stands
  }
  throw new HoldfastError('HF_CONTENT_INVALID', `The keys file ${file} is broken: ${reason}`, {
    next: 'Restore it from a backup. Or move it away: a new one is made, and links and source tokens given out before stop working.',
  });
}

async function createKeys(file: string, ids: Ids): Promise<Keys> {
  const keys: Keys = {
    version: 1,
    linkKey: ids.secret(),
    sources: [{ name: 'default', token: `hf_${ids.secret()}` }],
  };
  const draft = `${file}.${ids.trace()}.tmp`;
  try {
    await makeFolder(dirname(file));
    const handle = await open(draft, 'wx', 0o600);
    await handle.writeFile(`${JSON.stringify(keys, null, 2)}\n`);
    await handle.sync();
    await handle.close();
    await link(draft, file); // fails when another process was first; never leaves half a file
    return keys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unreadable(file, error);
    const winner = await readKeys(file);
    if (winner) return winner;
    throw unreadable(file, error);
  } finally {
    await rm(draft, { force: true });
  }
}

function unreadable(file: string, error: unknown): HoldfastError {
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
  return new HoldfastError(
    'HF_FILE_UNREADABLE',
    `The keys file ${file} cannot be read or made: ${(error as Error).message}`,
    {
      next: 'Check the permissions of the file and its folder, or name another file with HOLDFAST_KEYS.',
      cause: error,
    },
  );
}
