import { readFile } from 'node:fs/promises';
import type { CheckpointRow } from '../../store/audit-checkpoints.ts';
import type { SealedRow } from '../../store/audit-seals.ts';
import type { Store } from '../../store/store.ts';
import { type Checkpoint, parseCheckpointLine, toCheckpointLine } from './checkpoint.ts';
import { keyIdOf } from './signing-key.ts';

const batchSize = 5_000;

/**
 * The chain in its order, in batches; the next one is fetched while one is worked on. A place that is missing from
 * the store is missing here too.
 * @param upTo - the last place to read
 */
export async function* readChain(
  store: Pick<Store, 'readSealed'>,
  upTo: number,
): AsyncGenerator<readonly SealedRow[]> {
  const readAfter = (after: number): Promise<SealedRow[]> =>
    store.readSealed({ after, upTo: Math.min(upTo, after + batchSize) });
  let next = readAfter(0);
  for (let after = 0; after < upTo; after += batchSize) {
    const rows = await next;
    next = after + batchSize < upTo ? readAfter(after + batchSize) : Promise.resolve([]);
    next.catch(() => undefined); // told when its turn comes, or not at all when nobody reads on
    yield rows;
  }
}

/** The entries about one account, in the order of the chain, in batches. @param upTo - the last place to read */
export async function* readChainOf(
  store: Pick<Store, 'readSealedOf'>,
  account: string,
  upTo: number,
): AsyncGenerator<readonly SealedRow[]> {
  for (let after = 0; ; ) {
    const rows = await store.readSealedOf(account, { after, upTo, limit: batchSize });
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.seq;
  }
}

/** A checkpoint as the store keeps it; null = its columns are not what was signed, or it is none. */
export function fromCheckpointRow(row: CheckpointRow): Checkpoint | null {
  const signature = Buffer.from(row.signature).toString('hex');
  const checkpoint = parseCheckpointLine(toCheckpointLine({ body: row.body, signature }));
  if (!checkpoint) return null;
  const agrees =
    checkpoint.seq === row.seq &&
    checkpoint.hash === Buffer.from(row.hash).toString('hex') &&
    checkpoint.at.getTime() === row.at.getTime() &&
    keyIdOf(checkpoint.publicKey) === row.keyId;
  return agrees ? checkpoint : null;
}

/** What a checkpoint file holds: its checkpoints, or why it is none, with those in front of what is broken. */
export type CheckpointFile =
  | { kind: 'read'; checkpoints: Checkpoint[] }
  | { kind: 'absent' }
  | { kind: 'broken'; reason: string; checkpoints: Checkpoint[] };

/** Reads a file of checkpoints, to the byte. @throws what the system says when the file cannot be read */
export async function readCheckpointFile(file: string): Promise<CheckpointFile> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'absent' };
    throw error;
  }
  let lines: string[];
  try {
    lines = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).split('\n');
  } catch {
    return { kind: 'broken', reason: 'it is not UTF-8', checkpoints: [] };
  }
  const isTorn = lines.pop() !== '';
  const checkpoints: Checkpoint[] = [];
  for (const [index, line] of lines.entries()) {
    const checkpoint = parseCheckpointLine(line);
    if (!checkpoint) return { kind: 'broken', reason: `line ${index + 1} is no checkpoint`, checkpoints };
    checkpoints.push(checkpoint);
  }
  if (isTorn) return { kind: 'broken', reason: `line ${lines.length + 1} does not end`, checkpoints };
  return checkpoints.length === 0
    ? { kind: 'broken', reason: 'it is empty', checkpoints }
    : { kind: 'read', checkpoints };
}
