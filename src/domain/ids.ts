import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** The only source of randomness for identifiers. */
export interface Ids {
  /** A short id that a person can read out, for error messages and logs: 8 characters. */
  trace(): string;
  /** An unguessable secret of 32 bytes, hexadecimal. */
  secret(): string;
}

/** Ids and secrets from the system's source of randomness. */
export function createIds(): Ids {
  return {
    trace: () => randomBytes(5).toString('base64url').replace(/[-_]/g, 'x').slice(0, 7).padEnd(8, '0'),
    secret: () => randomBytes(32).toString('hex'),
  };
}

/** 16 bytes that make a commitment unguessable. */
export function randomSalt(): Uint8Array {
  return randomBytes(16);
}

/** A new Ed25519 private key, as PKCS8 PEM. */
export function makeSigningKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
