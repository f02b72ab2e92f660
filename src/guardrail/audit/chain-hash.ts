import { createHash } from 'node:crypto';

/** What the first entry is chained to. */
export const genesis: Uint8Array = new Uint8Array(32);

/**
 * The hash of a place in the chain: SHA-256 over its number (8 bytes, big-endian), the hash before it and the bytes
 * of its entry. The number and the hash are of fixed length, so no two inputs share these bytes.
 */
export function chainHash(seq: number, previous: Uint8Array, body: Uint8Array): Uint8Array {
  const head = new Uint8Array(40);
  new DataView(head.buffer).setBigUint64(0, BigInt(seq));
  head.set(previous, 8);
  return createHash('sha256').update(head).update(body).digest();
}

/** Whether two byte strings are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
