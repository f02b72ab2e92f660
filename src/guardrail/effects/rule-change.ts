import { digestOfBytes } from '../../domain/action.ts';
import type { InternalEffect } from '../internal-effect.ts';

/** Puts a policy file into force; every process notices within a second. */
export const changeRule: InternalEffect = async (store, { action, proposalId, requester, at }) => {
  const { file, content } = action.params as { file: string; content: string };
  await store.addPolicyChange({ proposalId, file, content, by: requester, at });
  return { file, sha256: digestOfBytes(Buffer.from(content, 'utf8')) };
};
