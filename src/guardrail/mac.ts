import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

/** A secret that signs records. It lives outside the database. */
export type MacKey = KeyObject;

/** @param hex - as it stands in the keys file: 64 hexadecimal digits */
export function macKeyOf(hex: string): MacKey {
  return createSecretKey(Buffer.from(hex, 'hex'));
}

/** HMAC-SHA-256, hexadecimal. */
export function macOf(text: string, key: MacKey): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

/** Whether what was given is the expected MAC; takes the same time wherever they differ. */
export function isMac(given: unknown, expected: string): boolean {
  if (typeof given !== 'string' || given.length !== expected.length) return false;
  const bytes = Buffer.from(given);
  return bytes.length === expected.length && timingSafeEqual(bytes, Buffer.from(expected));
}
