import { HoldfastError } from '../errors.ts';
import { type Checkpoint, toCheckpointLine } from '../guardrail/audit/checkpoint.ts';
import { fromCheckpointRow, readChain, readCheckpointFile } from '../guardrail/audit/read-chain.ts';
import { sealAudit } from '../guardrail/audit/seal-audit.ts';
import { type AuditKeys, trustedKeysOf } from '../guardrail/audit/signing-key.ts';
import { type BadEntry, verifyChain } from '../guardrail/audit/verify-chain.ts';
import { requireReadable } from './authorize.ts';
import type { RequestContext } from './context.ts';

/** What the audit is held against. */
export interface AuditWitness {
  keys: AuditKeys | null; // null = none are known: then no checkpoint counts
  /** Every checkpoint ever published, one a line. */
  checkpointFile: string;
  /** Whether the file must be there; one that this machine never wrote need not be. */
  mustExist: boolean;
}

/** What a verification of the store found. */
export interface AuditVerdict {
  ok: boolean;
  /** Entries that were found to be good, from the first one on. */
  entries: number;
  /** Hash of the last one, hexadecimal; null = something is wrong, or there is none */
  head: string | null;
  checkpoints: { stored: number; inFile: number | null }; // null = there is no file
  firstBad?: BadEntry;
}

/**
 * Verifies the whole audit in the store. What waits is sealed first, so that an installation whose server is not
 * running has nothing left to wait.
 * @throws {HoldfastError} HF_FORBIDDEN, or HF_FILE_UNREADABLE when the checkpoint file is asked for and cannot be read
 */
export async function verifyAudit(ctx: RequestContext, witness: AuditWitness): Promise<AuditVerdict> {
  await requireReadable(ctx, 'audit', null);
  const { store } = ctx;
  // Checkpoints first: one that is published while this runs may speak of places behind those that are read.
  const rows = await store.readCheckpoints();
  const stored = rows.map(fromCheckpointRow);
  const file = await readWitness(witness);
  const inFile = file.kind === 'read' ? file.checkpoints : [];
  const { head: end } = await sealAudit(store, { wait: true });
  const checkpointsRead = withoutDoubles([...stored.filter((checkpoint) => checkpoint !== null), ...inFile]);
  const trusted = witness.keys ? trustedKeysOf(witness.keys) : new Set<string>();
  const [verdict, loose] = await Promise.all([
    verifyChain(readChain(store, end?.seq ?? 0), { checkpoints: checkpointsRead, trusted }),
    findLooseFaults(ctx),
  ]);
  const broken = rows[stored.indexOf(null)];
  const faults: (BadEntry | null | undefined)[] = [
    file.kind === 'broken' ? { seq: 0, reason: `checkpoint file: ${file.reason}` } : null,
    verdict.firstBad,
    broken && { seq: broken.seq, reason: 'the stored checkpoint is not what was signed' },
    ...(verdict.firstBad ? [] : loose.map((reason) => ({ seq: verdict.entries + 1, reason }))),
  ];
  const firstBad = faults.filter((fault) => fault != null).sort((a, b) => a.seq - b.seq)[0];
  const checkpoints = { stored: rows.length, inFile: file.kind === 'absent' ? null : inFile.length };
  if (!firstBad) return { ok: true, entries: verdict.entries, head: verdict.head, checkpoints };
  const entries = Math.max(0, Math.min(verdict.entries, firstBad.seq - 1));
  return { ok: false, entries, head: null, checkpoints, firstBad };
}

/** What the chain does not show: entries that never came into it, and personal values that were exchanged. */
async function findLooseFaults({ store }: RequestContext): Promise<string[]> {
  const reasons = {
    unmarked: 'has no place in the chain, and no mark that it waits for one',
    removed: 'was removed before it got its place',
  };
  const faults: string[] = [];
  const loose = await store.findUnsealedFault();
  if (loose) faults.push(`entry ${loose.entry} ${reasons[loose.kind]}`);
  const exchanged = await store.findPersonalFault();
  if (exchanged !== null) faults.push(`the personal value of ${exchanged} is not the one that was written`);
  return faults;
}

async function readWitness({
  checkpointFile,
  mustExist,
}: AuditWitness): ReturnType<typeof readCheckpointFile> {
  const file = await readCheckpointFile(checkpointFile).catch((error: Error) => error);
  if (!(file instanceof Error) && !(file.kind === 'absent' && mustExist)) return file;
  const reason = file instanceof Error ? file.message : 'there is no such file';
  throw new HoldfastError('HF_FILE_UNREADABLE', `Cannot read ${checkpointFile}: ${reason}`, { cause: file });
}

/** The store and the file mostly hold the same ones; a signature is checked once. */
function withoutDoubles(checkpoints: readonly Checkpoint[]): Checkpoint[] {
  return [...new Map(checkpoints.map((checkpoint) => [toCheckpointLine(checkpoint), checkpoint])).values()];
}
