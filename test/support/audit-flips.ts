import { createVerifier, type FileChecks, type FileVerdict } from '../../bin/verify-audit.mjs';

export function beginsOf(texts: readonly string[]): number[] {
  const begins = [0];
  for (const text of texts) begins.push((begins.at(-1) ?? 0) + Buffer.byteLength(text));
  return begins;
}

export function verify(bytes: Uint8Array, given: Parameters<typeof createVerifier>[0] = {}): FileVerdict {
  const verifier = createVerifier(given);
  verifier.push(Buffer.from(bytes));
  return verifier.end();
}

export function flip(bytes: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}

/** The entry in whose line a byte lies. */
export function entryAt(byte: number, begins: readonly number[]): number {
  return begins.findLastIndex((start) => start <= byte) + 1;
}

/** Bits whose flip was not found, or was laid to another entry. */
export function missedFlips(
  bytes: Buffer,
  begins: readonly number[],
  bits: Iterable<number>,
  checks?: FileChecks,
): { bit: number; verdict: FileVerdict }[] {
  const missed: { bit: number; verdict: FileVerdict }[] = [];
  for (const bit of bits) {
    const verdict = verify(flip(bytes, bit), checks ? { checks } : {});
    if (verdict.ok || verdict.firstBad?.seq !== entryAt(bit >> 3, begins)) missed.push({ bit, verdict });
  }
  return missed;
}

export function* everyBit(bytes: Buffer): Generator<number> {
  for (let bit = 0; bit < bytes.length * 8; bit++) yield bit;
}

/** A linear congruential sequence: the same sample each time. */
export function* sample(count: number, below: number, seed = 20_261_125): Generator<number> {
  let state = seed;
  for (let index = 0; index < count; index++) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield Math.floor((state / 2 ** 31) * below);
  }
}
