import { canonicalJson } from '../../domain/canonical-json.ts';
import type { CheckpointFacts } from '../../store/audit-checkpoints.ts';
import { isSigned, publicKeyOf, signText } from './signing-key.ts';

/** A signed statement of what the chain was at one place: whoever holds it can tell whether it was rewritten. */
export interface Checkpoint {
  seq: number;
  /** Of that place, hexadecimal. */
  hash: string;
  at: Date;
  /** Base64 of its SPKI bytes. */
  publicKey: string;
  /** The signed text: canonical JSON of the above. */
  body: string;
  /** Hexadecimal. */
  signature: string;
}

/** A checkpoint is due this long after the last one, where there is something new. */
export const checkpointEveryMs = 60_000;
/** … or as soon as this many entries are new. */
export const checkpointEveryEntries = 100;

/**
 * Whether a new checkpoint is due. What the sealer writes about its own work makes none due: it would never end.
 * A clock that was set back does not hold one up.
 */
export function isCheckpointDue({ head, last, newEntries }: CheckpointFacts, now: Date): boolean {
  if (head === null || newEntries === 0) return false;
  if (last === null || newEntries >= checkpointEveryEntries) return true;
  const sinceMs = now.getTime() - last.at.getTime();
  return sinceMs >= checkpointEveryMs || sinceMs < 0;
}

/** Signs what the chain is at a place. @param auditKey - Ed25519 private key, PEM */
export function signCheckpoint(
  { seq, hash, at }: { seq: number; hash: Uint8Array; at: Date },
  auditKey: string,
): Checkpoint {
  const stated = { seq, hash: Buffer.from(hash).toString('hex'), publicKey: publicKeyOf(auditKey) };
  const body = canonicalJson({ v: 1, at: at.toISOString(), ...stated });
  const signature = Buffer.from(signText(signedText(body), auditKey)).toString('hex');
  return { ...stated, at, body, signature };
}

/** Whether the key that a checkpoint names has signed it. Whether that key counts is a question of its own. */
export function verifyCheckpoint({ body, signature, publicKey }: Checkpoint): boolean {
  return isSigned(signedText(body), Buffer.from(signature, 'hex'), publicKey);
}

/** The line of a checkpoint in a file, without its end. */
export function toCheckpointLine({ body, signature }: Pick<Checkpoint, 'body' | 'signature'>): string {
  return JSON.stringify({ body, signature });
}

/** Reads the line of a checkpoint, signed or not; null = it is none, byte by byte. */
export function parseCheckpointLine(line: string): Checkpoint | null {
  try {
    const { body, signature } = JSON.parse(line) as { body: unknown; signature: unknown };
    if (typeof body !== 'string' || typeof signature !== 'string') return null;
    if (toCheckpointLine({ body, signature }) !== line || !/^[0-9a-f]{128}$/.test(signature)) return null;
    const { v, at, seq, hash, publicKey } = JSON.parse(body) as Record<string, unknown>;
    if (canonicalJson({ v, at, seq, hash, publicKey }) !== body || v !== 1) return null;
    if (typeof at !== 'string' || typeof seq !== 'number' || typeof hash !== 'string') return null;
    if (typeof publicKey !== 'string' || !Number.isSafeInteger(seq) || seq < 1) return null;
    if (!/^[0-9a-f]{64}$/.test(hash) || new Date(at).toISOString() !== at) return null;
    return { seq, hash, at: new Date(at), publicKey, body, signature };
  } catch {
    return null;
  }
}

/** So that a signature of a checkpoint can never be taken for one of something else. */
function signedText(body: string): string {
  return `holdfast audit checkpoint\n${body}`;
}
