import { readFileSync, unlinkSync, utimesSync } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createClock } from '../domain/clock.ts';
import { createIds } from '../domain/ids.ts';
import { HoldfastError } from '../errors.ts';
import { isAlive, thisProcess } from './process-identity.ts';

const holderSchema = z.object({
  pid: z.int().positive(),
  /** When the process started, in the kernel's words; tells a process from a later one with its number. */
  processStartedAt: z.string().nullable(), // null = this system does not say
  /** The system and process name space in which the number means something. */
  space: z.string(),
  host: z.string(),
  command: z.string(),
  /** Where the holder listens; null = nowhere. */
  address: z.string().nullable(),
  /** Names this holding of the lock, and lets commands in at the address. */
  token: z.string(),
});

/** Who holds a data folder. */
export type LockHolder = z.infer<typeof holderSchema>;

/** A held lock. */
export interface FolderLock {
  token: string;
  /** Tells where commands are taken; the file is replaced as a whole. */
  publish(address: string): Promise<void>;
  release(): Promise<void>;
}

/** What came of trying to take the lock. */
export type LockAttempt = { kind: 'held'; lock: FolderLock } | { kind: 'busy'; holder: LockHolder };

/** What a holder wants to hear while it holds. */
export interface LockWatch {
  /** Another process has the folder all the same, for example after this one was suspended: not one byte more. */
  onLost(failure: HoldfastError): void;
  /** The lock cannot be looked at or touched now; it is tried again. Told once until it works again. */
  onTrouble(error: Error): void;
}

const heartbeatMs = 2_000;
/** Three missed heartbeats: the only sign of life of a holder on another system. */
const watchMs = 6_500;
const takeoverStaleMs = 10_000;
/** A takeover that was suspended may not go on: somebody else may have come after it. */
const takeoverBudgetMs = 5_000;

/**
 * Takes the lock of a data folder, before anything in it is opened: two processes on one embedded database lose data
 * without an error. A dead holder's lock is taken over; of several that try, exactly one gets it.
 * @param command - what the holder runs, for the message to the others
 * @throws {HoldfastError} HF_FILE_UNREADABLE when the folder cannot be read or written
 */
export async function tryLockFolder(home: string, command: string, watch: LockWatch): Promise<LockAttempt> {
  const own: LockHolder = { ...thisProcess(), command, address: null, token: createIds().secret() };
  try {
    const holder = await contend(lockFile(home), own);
    return holder ? { kind: 'busy', holder } : { kind: 'held', lock: hold(home, own, watch) };
  } catch (error) {
    throw folderUnusable(home, 'cannot be written', error);
  }
}

/** Tries until the lock is ours or somebody's. @returns who has it; null = we have */
async function contend(file: string, own: LockHolder): Promise<LockHolder | null> {
  for (;;) {
    if (await createWhole(file, own)) return null;
    const found = await readLock(file);
    if (found.kind === 'absent') continue;
    if (await isHeld(file, found)) return found.kind === 'valid' ? found.holder : unknownHolder;
    if (await takeOver(file, found, own)) return null;
  }
}

/** Who holds the folder; null = nobody who lives. */
export async function findLockHolder(home: string): Promise<LockHolder | null> {
  const found = await readLock(lockFile(home));
  if (found.kind !== 'valid') return null;
  return (await isHeld(lockFile(home), found)) ? found.holder : null;
}

/** The failure that a second process reports. */
export function folderLocked(home: string, holder: LockHolder): HoldfastError {
  const where = holder.address ? ` and listens on ${holder.address}` : '';
  return new HoldfastError(
    'HF_FOLDER_LOCKED',
    `The data folder ${home} is in use: process ${holder.pid} (${holder.command}) on ${holder.host} holds it${where}`,
    { fields: { pid: holder.pid, address: holder.address } },
  );
}

/**
 * The failure that a data folder is not one to work in; what the system said stands in it.
 * @param how - such as `cannot be written`
 * @returns as it is what is no failure of the file system, and a full disk, which has a code of its own
 */
export function folderUnusable(home: string, how: string, error: unknown): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (typeof syscall !== 'string' || code === 'ENOSPC') return error;
  return new HoldfastError('HF_FILE_UNREADABLE', `The data folder ${home} ${how}: ${message}`, {
    next: 'Correct the permissions of the folder and of what is in it, or name another with HOLDFAST_HOME.',
    cause: error,
  });
}

function lockLost(home: string, holder: LockHolder | null): HoldfastError {
  const what = holder
    ? `process ${holder.pid} (${holder.command}) on ${holder.host} has taken it`
    : 'its lock was removed';
  return new HoldfastError(
    'HF_FOLDER_LOCKED',
    `The data folder ${home} was lost while it was in use: ${what}`,
    {
      next: 'Repeat the command or the start; what was accepted before is kept.',
      fields: { pid: holder?.pid ?? null, address: holder?.address ?? null },
    },
  );
}

const unknownHolder: LockHolder = {
  pid: 1,
  processStartedAt: null,
  space: '',
  host: 'this system',
  command: 'unknown',
  address: null,
  token: '',
};

function lockFile(home: string): string {
  return join(home, 'holdfast.lock');
}

type FoundLock =
  | { kind: 'absent' }
  | { kind: 'broken'; text: string }
  | { kind: 'valid'; text: string; holder: LockHolder };

async function readLock(file: string): Promise<FoundLock> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'absent' };
    throw error;
  }
  try {
    return { kind: 'valid', text, holder: holderSchema.parse(JSON.parse(text)) };
  } catch {
    return { kind: 'broken', text };
  }
}

/** Asks the system where it can know, and otherwise watches whether the holder still touches its file. */
async function isHeld(file: string, found: FoundLock): Promise<boolean> {
  if (found.kind === 'absent') return false;
  const alive = found.kind === 'valid' ? isAlive(found.holder) : null;
  if (alive !== null) return alive;
  const before = await modifiedMs(file);
  const endsAt = performance.now() + watchMs;
  while (performance.now() < endsAt) {
    await sleep(250);
    if ((await modifiedMs(file)) !== before) return true;
  }
  return false;
}

async function modifiedMs(file: string): Promise<number | null> {
  return await stat(file).then(
    (found) => found.mtimeMs,
    () => null,
  );
}

/** Replaces a dead holder's lock. @returns false when somebody else was faster */
async function takeOver(file: string, dead: FoundLock, own: LockHolder): Promise<boolean> {
  const gate = `${file}.takeover`;
  try {
    await mkdir(gate);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const since = await modifiedMs(gate);
    if (since !== null && createClock().now().getTime() - since > takeoverStaleMs)
      await rmdir(gate).catch(() => undefined);
    else await sleep(50);
    return false;
  }
  const startedMs = performance.now();
  const draft = `${file}.${own.token.slice(0, 12)}`;
  try {
    const now = await readLock(file);
    if (now.kind === 'absent' || dead.kind === 'absent' || now.text !== dead.text) return false;
    await writeWhole(draft, own);
    if (performance.now() - startedMs > takeoverBudgetMs) return false;
    await rename(draft, file);
    return true;
  } finally {
    await rm(draft, { force: true });
    await rmdir(gate).catch(() => undefined);
  }
}

/** Creates the file with its whole content in one step. @returns false when it exists */
async function createWhole(file: string, holder: LockHolder): Promise<boolean> {
  const draft = `${file}.${holder.token.slice(0, 12)}`;
  try {
    await writeWhole(draft, holder);
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeWhole(file: string, holder: LockHolder): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  await handle.writeFile(`${JSON.stringify(holder, null, 2)}\n`);
  await handle.sync();
  await handle.close();
}

function hold(home: string, own: LockHolder, watch: LockWatch): FolderLock {
  const file = lockFile(home);
  const clock = createClock();
  let troubled = false;
  const attempt = (step: () => void): void => {
    try {
      step();
      troubled = false;
    } catch (error) {
      if (!troubled) watch.onTrouble(error as Error);
      troubled = true;
    }
  };
  const beat = (): void => {
    const loss = findLoss(file, own);
    if (!loss) {
      utimesSync(file, clock.now(), clock.now());
      return;
    }
    clearInterval(timer);
    watch.onLost(lockLost(home, loss.holder));
  };
  const remove = (): void => {
    if (!findLoss(file, own)) unlinkSync(file);
  };
  const timer = setInterval(() => attempt(beat), heartbeatMs);
  timer.unref();
  const removeAtExit = (): void => attempt(remove);
  process.once('exit', removeAtExit);
  return {
    token: own.token,
    publish: async (address) => {
      const draft = `${file}.${own.token.slice(0, 12)}`;
      await writeWhole(draft, { ...own, address });
      await rename(draft, file);
    },
    release: async () => {
      clearInterval(timer);
      process.off('exit', removeAtExit);
      attempt(remove);
    },
  };
}

/**
 * Whether the lock has gone to somebody else. Only its absence and another's token say so: a file that cannot be read
 * now says nothing, and throws.
 * @returns who has it, null = nobody; null = it is still ours
 */
function findLoss(file: string, own: LockHolder): { holder: LockHolder | null } | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { holder: null };
    throw error;
  }
  const holder = holderSchema.parse(JSON.parse(text));
  return holder.token === own.token ? null : { holder };
}
