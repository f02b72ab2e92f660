import { makeSigningKey } from '../domain/ids.ts';
import { keyRotated, rotatedKeys, signRotation } from '../guardrail/audit/key-rotation.ts';
import { type CheckpointPorts, publishCheckpoint } from '../guardrail/audit/publish-checkpoint.ts';
import { sealAudit } from '../guardrail/audit/seal-audit.ts';
import { type AuditKeys, publicKeyOf, toPem } from '../guardrail/audit/signing-key.ts';
import { requireChangeable } from './authorize.ts';
import { actorOf, type RequestContext } from './context.ts';

/** What became of the key. */
export interface RotatedKey {
  oldKeyId: string;
  newKeyId: string;
  /** PEM: to be given to whoever verifies. */
  publicKey: string;
}

/**
 * Puts a new key in the place of the one that signs checkpoints. The old one signs what stands so far, both sign the
 * entry of the change, and the new one signs that entry's place.
 * @param replace - runs its argument on the keys in force and keeps what it returns, as one step
 * @throws {HoldfastError} HF_FORBIDDEN
 */
export async function rotateAuditKey(
  ctx: RequestContext,
  sealing: Pick<CheckpointPorts, 'keys' | 'checkpointFile'>,
  replace: (change: (keys: AuditKeys & { auditKey: string }) => Promise<AuditKeys>) => Promise<unknown>,
): Promise<RotatedKey> {
  await requireChangeable(ctx, 'keys');
  const { store, clock } = ctx;
  const sealAndSign = async (): Promise<void> => {
    await sealAudit(store, { wait: true });
    await publishCheckpoint({ store, clock, ...sealing }, { force: true });
  };
  await sealAndSign();
  const newKey = makeSigningKey();
  const at = clock.now();
  const rotated = { oldKeyId: '', newKeyId: '', publicKey: toPem(publicKeyOf(newKey)) };
  // The entry is committed after the keys file is changed: no entry tells of a change that did not happen.
  await store.transaction(async (transaction) => {
    await replace(async (keys) => {
      const detail = signRotation(keys.auditKey, newKey, at);
      rotated.oldKeyId = detail.oldKeyId;
      rotated.newKeyId = detail.newKeyId;
      await transaction.appendAudit({ at, actor: actorOf(ctx), action: keyRotated, account: null, detail });
      return rotatedKeys(keys, newKey);
    });
  });
  await sealAndSign();
  return rotated;
}
