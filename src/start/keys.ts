import { createPrivateKey, createPublicKey } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Ids, makeSigningKey } from '../domain/ids.ts';
import { HoldfastError } from '../errors.ts';
import { makeFolder } from './make-folder.ts';

const macKey = z.string().regex(/^[0-9a-f]{64}$/, 'hexadecimal, 64 characters');

const namedTokens = z
  .array(
    z.strictObject({
      name: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, 'letters, digits, dot, dash, underscore'),
      token: z.string().min(20, 'at least 20 characters'),
    }),
  )
  .refine((tokens) => new Set(tokens.map(({ name }) => name)).size === tokens.length, 'a name stands twice')
  .refine(
    (tokens) => new Set(tokens.map(({ token }) => token)).size === tokens.length,
    'a token stands twice',
  );

const fileSchema = z.strictObject({
  version: z.literal(1),
  /** Signs the links in cards, hexadecimal. */
  linkKey: z.string().regex(/^[0-9a-f]{64,}$/, 'hexadecimal, at least 64 characters'),
  /** Who may send events: the name becomes the source of events that carry none. */
  sources: namedTokens,
  /** Help-desk apps that may ask for answers, which hold what customers may not read. */
  apps: namedTokens.optional(),
  /** Signs checkpoints of the audit: Ed25519 private key, PKCS8 PEM. */
  auditKey: z.string().refine(isSigningKey, 'an Ed25519 private key, PKCS8 PEM').optional(),
  /** Signs grants, hexadecimal. */
  grantKey: macKey.optional(),
  /** Signs the values of buttons, hexadecimal. */
  buttonKey: macKey.optional(),
  /** Public keys that signed checkpoints before, SPKI PEM. */
  retiredAuditKeys: z.array(z.string().refine(isPublicKey, 'an Ed25519 public key, SPKI PEM')).optional(),
});

type KeysFile = z.infer<typeof fileSchema>;
type NamedTokens = z.infer<typeof namedTokens>;

/** The secrets of this installation. */
export type Keys = KeysFile & { auditKey: string; grantKey: string; buttonKey: string; apps: NamedTokens };

/**
 * Reads the keys file, or makes one that only its owner can read, or adds the keys that an older one lacks. Of several
 * processes that do so at once, one wins and all read the same file.
 * @throws {HoldfastError} HF_CONTENT_INVALID when the file is broken, HF_FILE_UNREADABLE when it cannot be opened
 */
export async function readOrCreateKeys(file: string, ids: Ids): Promise<Keys> {
  const found = (await readKeys(file)) ?? (await createKeys(file, ids));
  if (isComplete(found)) return found;
  return await changeKeys(file, ids, (keys) => complete(keys, ids));
}

/**
 * Changes the keys file as one step: another process sees the file before or after, never between, and no two change
 * it at once. A reader needs no lock.
 * @throws {HoldfastError} HF_FILE_UNREADABLE when the file is gone, cannot be written, or another process never ends;
 * whatever `change` throws
 */
export async function changeKeys(
  file: string,
  ids: Ids,
  change: (keys: KeysFile) => Keys | Promise<Keys>,
): Promise<Keys> {
  const release = await lockKeys(file);
  const draft = `${file}.${ids.trace()}.tmp`;
  try {
    const keys = await readKeys(file);
    if (!keys) throw unreadable(file, new Error('it was removed'));
    const changed = await change(keys); // its own failures are told as they are
    try {
      await writeDraft(draft, changed);
      await rename(draft, file);
    } catch (error) {
      throw unreadable(file, error);
    }
    return changed;
  } finally {
    await rm(draft, { force: true });
    await release();
  }
}

/** Changing takes milliseconds: whoever holds the lock longer than this has died. */
const lockPatienceMs = 5_000;
const lockPollMs = 50;

/** @returns gives the lock back */
async function lockKeys(file: string): Promise<() => Promise<void>> {
  const lock = `${file}.lock`;
  for (let waitedMs = 0; ; waitedMs += lockPollMs) {
    try {
      await (await open(lock, 'wx', 0o600)).close();
      return () => rm(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unreadable(file, error);
      if (waitedMs >= lockPatienceMs) {
        throw new HoldfastError(
          'HF_FILE_UNREADABLE',
          `The keys file ${file} is being changed by another process`,
          {
            next: `If no other Holdfast is starting, remove ${lock} and repeat.`,
          },
        );
      }
      await sleep(lockPollMs);
    }
  }
}

function isComplete(keys: KeysFile): keys is Keys {
  return [keys.auditKey, keys.grantKey, keys.buttonKey, keys.apps].every((key) => key !== undefined);
}

function complete(keys: KeysFile, ids: Ids): Keys {
  const { auditKey = makeSigningKey(), grantKey = ids.secret(), buttonKey = ids.secret() } = keys;
  const { apps = [{ name: 'help-desk', token: `hf_${ids.secret()}` }] } = keys;
  return { ...keys, auditKey, grantKey, buttonKey, apps };
}

function isSigningKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

function isPublicKey(pem: string): boolean {
  try {
    return !pem.includes('PRIVATE') && createPublicKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

/** Reads the keys file as it is; null = there is none. One of an older version lacks keys. */
export async function readKeys(file: string): Promise<KeysFile | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadable(file, error);
  }
  return parseKeys(file, text);
}

function parseKeys(file: string, text: string): KeysFile {
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

async function createKeys(file: string, ids: Ids): Promise<KeysFile> {
  const sources = [{ name: 'default', token: `hf_${ids.secret()}` }];
  const keys = complete({ version: 1, linkKey: ids.secret(), sources }, ids);
  const draft = `${file}.${ids.trace()}.tmp`;
  try {
    await makeFolder(dirname(file));
    await writeDraft(draft, keys);
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

async function writeDraft(draft: string, keys: Keys): Promise<void> {
  const handle = await open(draft, 'wx', 0o600);
  await handle.writeFile(`${JSON.stringify(keys, null, 2)}\n`);
  await handle.sync();
  await handle.close();
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
