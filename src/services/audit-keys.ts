import { type AuditKeys, keyIdOf, toPem, trustedKeysOf } from '../guardrail/audit/signing-key.ts';
import { requireReadable } from './authorize.ts';
import type { RequestContext } from './context.ts';

/** A key whose checkpoints count. */
export interface AuditPublicKey {
  keyId: string;
  /** It signed before, and signs no more. */
  retired: boolean;
  /** PEM. */
  publicKey: string;
}

/**
 * The public keys of the audit, the one that signs now first.
 * @throws {HoldfastError} HF_FORBIDDEN
 */
export async function listAuditKeys(ctx: RequestContext, keys: AuditKeys): Promise<AuditPublicKey[]> {
  await requireReadable(ctx, 'audit', null);
  return [...trustedKeysOf(keys)].map((key, index) => ({
    keyId: keyIdOf(key),
    retired: index > 0,
    publicKey: toPem(key),
  }));
}

/** The keys in the form in which checkpoints name them. */
export function trustedAuditKeys(keys: AuditKeys): ReadonlySet<string> {
  return trustedKeysOf(keys);
}
