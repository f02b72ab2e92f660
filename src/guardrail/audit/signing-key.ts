import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** The keys of the audit, as the keys file holds them. */
export interface AuditKeys {
  /** Ed25519 private key, PKCS8 PEM. */
  auditKey: string;
  /** Public keys of the ones before, SPKI PEM: what they signed is still verified. */
  retiredAuditKeys?: readonly string[] | undefined;
}

/** The public key of a private or public one, as Base64 of its SPKI bytes: the form in checkpoints. */
export function publicKeyOf(pem: string): string {
  return createPublicKey(pem).export({ type: 'spki', format: 'der' }).toString('base64');
}

/** A public key as PEM, the form in files. @param publicKey - Base64 of its SPKI bytes */
export function toPem(publicKey: string): string {
  return readPublicKey(publicKey).export({ type: 'spki', format: 'pem' }).toString();
}

/** A short name of a public key: the first 16 hexadecimal digits of the SHA-256 of its SPKI bytes. */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16);
}

/** The public keys whose signatures count. */
export function trustedKeysOf({ auditKey, retiredAuditKeys = [] }: AuditKeys): ReadonlySet<string> {
  return new Set([auditKey, ...retiredAuditKeys].map(publicKeyOf));
}

/** An Ed25519 signature. */
export function signText(text: string, privateKeyPem: string): Uint8Array {
  return sign(null, Buffer.from(text), createPrivateKey(privateKeyPem));
}

/** Whether the holder of the key signed exactly this text. A key that cannot be read has signed nothing. */
export function isSigned(text: string, signature: Uint8Array, publicKey: string): boolean {
  try {
    return verify(null, Buffer.from(text), readPublicKey(publicKey), signature);
  } catch {
    return false;
  }
}

function readPublicKey(publicKey: string): KeyObject {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`an ${key.asymmetricKeyType} key is no Ed25519 key`);
  return key;
}
