import { hash } from 'node:crypto';

/** What the first entry is chained to. */
export const genesis: Uint8Array = new Uint8Array(32);

/**
 * The hash of a place in the chain: SHA-256 over its number (8 bytes, big-endian), the hash before it and the bytes
 * of its entry. The number and the hash are of fixed length, so no two inputs share these bytes.
 */
export function chainHash(seq: number, previous: Uint8Array, body: Uint8Array): Uint8Array {
  const length = 40 + body.length;
  if (input.length < length) input = Buffer.alloc(2 * length);
  input.writeBigUInt64BE(BigInt(seq));
  input.set(previous, 8);
  input.set(body, 40);
  return hash('sha256', input.subarray(0, length), 'buffer');
}

/** Reused: a million small buffers cost more than the hashing. */
let input = Buffer.alloc(4_096);

/** Whether two byte strings are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
