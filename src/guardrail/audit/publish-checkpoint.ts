import { type FileHandle, open, readFile, truncate } from 'node:fs/promises';
import type { Clock } from '../../domain/clock.ts';
import type { Store } from '../../store/store.ts';
import {
  type Checkpoint,
  checkpointEveryEntries,
  isCheckpointDue,
  signCheckpoint,
  toCheckpointLine,
} from './checkpoint.ts';
import { type AuditKeys, keyIdOf } from './signing-key.ts';

/** Where checkpoints come from and go to. */
export interface CheckpointPorts {
  store: Pick<Store, 'transaction'>;
  clock: Clock;
  /** Read for every checkpoint, so that a rotated key is in force at once in every process. */
  keys(): Promise<AuditKeys>;
  /** One line each is appended; best where this process may append and somebody else owns the file. */
  checkpointFile: string;
}

/**
 * Signs the end of the chain where a checkpoint is due, first into the file, then into the store: what the database
 * tells later can be held against the file.
 * @param force - also where nothing but the sealer's own entries, or too few, are new
 * @returns null = none was due, or another process is at it
 */
export async function publishCheckpoint(
  { store, clock, keys, checkpointFile }: CheckpointPorts,
  { force = false }: { force?: boolean } = {},
): Promise<Checkpoint | null> {
  return await store.transaction(async (transaction) => {
    if (!(await transaction.lockSealer({ wait: force }))) return null;
    const facts = await transaction.readCheckpointFacts(checkpointEveryEntries);
    const { head, last } = facts;
    const now = clock.now();
    if (head === null || head.seq <= (last?.seq ?? 0)) return null;
    if (!force && !isCheckpointDue(facts, now)) return null;
    const { auditKey } = await keys();
    const checkpoint = signCheckpoint({ ...head, at: now }, auditKey);
    await appendLine(checkpointFile, toCheckpointLine(checkpoint));
    await transaction.writeCheckpoint({
      seq: checkpoint.seq,
      hash: head.hash,
      at: now,
      keyId: keyIdOf(checkpoint.publicKey),
      signature: Buffer.from(checkpoint.signature, 'hex'),
      body: checkpoint.body,
    });
    return checkpoint;
  });
}

/** Appends a line and waits until the disk has it. */
async function appendLine(file: string, line: string): Promise<void> {
  const handle = await open(file, 'a', 0o644);
  try {
    await dropTornLine(file, handle);
    await handle.writeFile(`${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A machine that lost its power amid a line left a part of it. That checkpoint was never stored: nothing is lost. */
async function dropTornLine(file: string, handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  if (size === 0) return;
  const reader = await open(file, 'r').catch(() => null); // a file that may only be appended to
  if (!reader) return;
  try {
    const last = Buffer.alloc(1);
    await reader.read(last, 0, 1, size - 1);
    if (last[0] === 0x0a) return;
  } finally {
    await reader.close();
  }
  await truncate(file, (await readFile(file)).lastIndexOf(0x0a) + 1);
}
