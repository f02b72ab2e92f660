import { decodeAuditEntry, storableText } from '../../domain/audit.ts';
import type { SealedRow } from '../../store/audit-seals.ts';
import { chainHash, genesis, sameBytes } from './chain-hash.ts';
import { type Checkpoint, verifyCheckpoint } from './checkpoint.ts';
import { isRotationSigned, keyRotated } from './key-rotation.ts';
import { keyIdOf } from './signing-key.ts';

/** The first thing that is wrong. */
export interface BadEntry {
  /** Its place in the chain; 0 = no place can be told, as in a checkpoint file that cannot be read */
  seq: number;
  reason: string;
}

/** What a verification found. */
export interface ChainVerdict {
  ok: boolean;
  /** Entries that were found to be good, from the first one on. */
  entries: number;
  /** Hash of the last one, hexadecimal; null = something is wrong, or there is none */
  head: string | null;
  firstBad?: BadEntry;
}

/** What is checked. All of it, except where a test shows that a check is needed. */
export interface ChainChecks {
  hashes: boolean;
  index: boolean;
  checkpoints: boolean;
}

/** What the entries are held against. */
export interface ChainWitness {
  checkpoints: readonly Checkpoint[];
  /** Public keys whose signatures count, Base64. */
  trusted: ReadonlySet<string>;
}

const everything: ChainChecks = { hashes: true, index: true, checkpoints: true };

/**
 * Verifies a chain from its first entry: places without a gap, hashes, the index beside each entry's bytes, and every
 * checkpoint ever published. Memory does not grow with the number of entries.
 * @param batches - the chain in its order
 */
export async function verifyChain(
  batches: AsyncIterable<readonly SealedRow[]> | Iterable<readonly SealedRow[]>,
  witness: ChainWitness,
  checks: ChainChecks = everything,
): Promise<ChainVerdict> {
  const checkpoints = checks.checkpoints ? [...witness.checkpoints].sort((a, b) => a.seq - b.seq) : [];
  const forged = checkpoints.map((checkpoint) => forgedBy(checkpoint, witness.trusted)).find(Boolean);
  let place = { seq: 0, hash: genesis };
  let next = 0;
  let bad: BadEntry | undefined;
  for await (const rows of batches) {
    for (const row of rows) {
      const reason = rowFault(place, row, checks);
      if (reason !== null) bad = { seq: place.seq + 1, reason };
      if (bad) break;
      place = row;
      for (let mark = checkpoints[next]; mark?.seq === row.seq; mark = checkpoints[++next]) {
        bad ??= rewritten(mark, row.hash);
      }
      if (bad) break;
    }
    if (bad) break;
  }
  bad ??= cutTail(place.seq, checkpoints.at(-1));
  // What is wrong further down the chain is told after what is wrong before it.
  if (forged && (!bad || forged.seq < bad.seq)) bad = forged;
  const entries = Math.min(place.seq, bad && bad.seq > 0 ? bad.seq - 1 : place.seq);
  const head = !bad && place.seq > 0 ? Buffer.from(place.hash).toString('hex') : null;
  return { ok: !bad, entries, head, ...(bad && { firstBad: bad }) };
}

/** What is wrong with a place, given the one before it; null = nothing. */
function rowFault(
  before: { seq: number; hash: Uint8Array },
  row: SealedRow,
  checks: ChainChecks,
): string | null {
  const seq = before.seq + 1;
  if (row.seq !== seq) return `the place is missing; ${row.seq} comes next`;
  if (row.body === null) return `entry ${row.entry} was removed`;
  if (checks.hashes && !sameBytes(row.hash, chainHash(seq, before.hash, row.body))) {
    return 'the hash does not follow from the entry and the hash before it';
  }
  if (row.action === keyRotated && !isRotationSigned(decodeAuditEntry(row.body)?.detail ?? {})) {
    return 'the change of the signing key is not signed by both keys';
  }
  return checks.index ? indexFault(row, row.body) : null;
}

/** Compares the columns beside an entry with its bytes. The usual entry costs no parsing. */
function indexFault(row: SealedRow, body: Uint8Array): string | null {
  const { at, actor, action, account } = row;
  if (at === null || actor === null || action === null) return 'the index beside the entry is missing';
  const columns = `{"account":${JSON.stringify(account)},"action":${JSON.stringify(action)},"actor":${JSON.stringify(actor)},"at":"${isoOf(at)}","detail":{`;
  const expected = Buffer.from(columns);
  const isUsual = expected.equals(body.subarray(0, expected.length)) && endsAsEntry(body);
  if (isUsual) return null;
  const entry = decodeAuditEntry(body);
  if (!entry) return 'the entry cannot be parsed';
  const fits =
    entry.at.getTime() === at.getTime() &&
    storableText(entry.actor) === actor &&
    storableText(entry.action) === action &&
    (entry.account === null ? null : storableText(entry.account)) === account;
  return fits ? null : 'the index beside the entry says something else than the entry';
}

const ending = Buffer.from(',"v":1}');

function endsAsEntry(body: Uint8Array): boolean {
  return ending.equals(body.subarray(body.length - ending.length));
}

function isoOf(at: Date): string {
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

function forgedBy(checkpoint: Checkpoint, trusted: ReadonlySet<string>): BadEntry | undefined {
  const { seq, publicKey } = checkpoint;
  const name = nameOf(checkpoint);
  if (!trusted.has(publicKey)) {
    return { seq, reason: `${name} is signed with the key ${keyIdOf(publicKey)}, which is not one of ours` };
  }
  return verifyCheckpoint(checkpoint) ? undefined : { seq, reason: `the signature of ${name} is wrong` };
}

function rewritten(checkpoint: Checkpoint, hash: Uint8Array): BadEntry | undefined {
  if (Buffer.from(hash).toString('hex') === checkpoint.hash) return undefined;
  return {
    seq: checkpoint.seq,
    reason: `${nameOf(checkpoint)} was signed over other entries: the chain up to here was rewritten`,
  };
}

function cutTail(entries: number, last: Checkpoint | undefined): BadEntry | undefined {
  if (!last || last.seq <= entries) return undefined;
  return {
    seq: entries + 1,
    reason: `the end is missing: ${nameOf(last)} was signed over ${last.seq} entries, and there are ${entries}`,
  };
}

function nameOf({ seq, at }: Checkpoint): string {
  return `the checkpoint of ${at.toISOString()} at ${seq}`;
}
