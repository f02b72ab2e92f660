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
  const proposal = createProposalIds();
  return {
    trace: () => randomBytes(5).toString('base64url').replace(/[-_]/g, 'x').slice(0, 7).padEnd(8, '0'),
    proposal,
    fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
    secret: () => randomBytes(32).toString('hex'),
  };
}

const randomPart = 7;
const lastPart = 36 ** randomPart;

/** Ids of one millisecond follow each other too: cards that are proposed together go out in that order. */
function createProposalIds(): Ids['proposal'] {
  let last = { ms: 0, part: 0 };
  return (now) => {
    const ms = now.getTime();
    const follows = last.ms === ms && last.part + 1 < lastPart;
    const part = follows ? last.part + 1 : Number.parseInt(randomLetters(randomPart), 36);
    last = { ms, part };
    return ms.toString(36).padStart(9, '0') + part.toString(36).padStart(randomPart, '0');
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
