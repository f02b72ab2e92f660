import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** The only source of randomness for identifiers. */
export interface Ids {
  /** A short id that a person can read out, for error messages and logs: 8 characters. */
  trace(): string;
  /** The id of a proposal: 16 lower-case letters and digits, in the order of time, to be read out and typed. */
  proposal(now: Date): string;
  /** A number from 0 to 1, for the spread of retries. */
  fraction(): number;
  /** An unguessable secret of 32 bytes, hexadecimal. */
  secret(): string;
}

/** Ids and secrets from the system's source of randomness. */
export function createIds(): Ids {
  return {
    trace: () => randomBytes(5).toString('base64url').replace(/[-_]/g, 'x').slice(0, 7).padEnd(8, '0'),
    proposal: (now) => now.getTime().toString(36).padStart(9, '0') + randomLetters(7),
    fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
    secret: () => randomBytes(32).toString('hex'),
  };
}

/** Base 36, without bias worth speaking of: each is made of five random bytes. */
function randomLetters(count: number): string {
  return Array.from({ length: count }, () => (randomBytes(5).readUIntBE(0, 5) % 36).toString(36)).join('');
}

/** 16 bytes that make a commitment unguessable. */
export function randomSalt(): Uint8Array {
  return randomBytes(16);
}

/** A new Ed25519 private key, as PKCS8 PEM. */
export function makeSigningKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
