import { canonicalJson } from '../../domain/canonical-json.ts';
import { isSigned, keyIdOf, publicKeyOf, signText, toPem } from './signing-key.ts';

/** What the audit says of a new signing key. Both keys sign it, so whoever trusts the old one can trust the new one. */
export interface KeyRotation extends Record<string, unknown> {
  oldKeyId: string;
  newKeyId: string;
  /** The signed text: canonical JSON of both public keys and the instant. */
  statement: string;
  /** Hexadecimal. */
  oldSignature: string;
  newSignature: string;
}

/** The action of the entry that carries a rotation. */
export const keyRotated = 'audit.key_rotated';

/** The statement that one private key takes the place of another. */
export function signRotation(oldKey: string, newKey: string, at: Date): KeyRotation {
  const [oldPublic, newPublic] = [publicKeyOf(oldKey), publicKeyOf(newKey)];
  const statement = canonicalJson({ v: 1, at: at.toISOString(), oldKey: oldPublic, newKey: newPublic });
  return {
    oldKeyId: keyIdOf(oldPublic),
    newKeyId: keyIdOf(newPublic),
    statement,
    oldSignature: signatureOf(statement, oldKey),
    newSignature: signatureOf(statement, newKey),
  };
}

/** Whether both keys that a rotation names have signed it. */
export function isRotationSigned(detail: Readonly<Record<string, unknown>>): boolean {
  const { statement, oldSignature, newSignature } = detail;
  if (typeof statement !== 'string' || typeof oldSignature !== 'string') return false;
  if (typeof newSignature !== 'string') return false;
  let keys: { oldKey?: unknown; newKey?: unknown };
  try {
    keys = JSON.parse(statement) as typeof keys;
  } catch {
    return false;
  }
  const signed = (signature: string, key: unknown): boolean =>
    typeof key === 'string' && isSigned(signedText(statement), Buffer.from(signature, 'hex'), key);
  return signed(oldSignature, keys.oldKey) && signed(newSignature, keys.newKey);
}

/** The keys after a rotation: the old one still verifies what it signed. */
export function rotatedKeys(
  { auditKey, retiredAuditKeys = [] }: { auditKey: string; retiredAuditKeys?: readonly string[] | undefined },
  newKey: string,
): { auditKey: string; retiredAuditKeys: string[] } {
  return { auditKey: newKey, retiredAuditKeys: [...retiredAuditKeys, toPem(publicKeyOf(auditKey))] };
}

function signatureOf(statement: string, key: string): string {
  return Buffer.from(signText(signedText(statement), key)).toString('hex');
}

function signedText(statement: string): string {
  return `holdfast audit key rotation\n${statement}`;
}
