import { type Action, digestOfBytes, openAction } from '../domain/action.ts';
import type { Approval, Proposal } from '../domain/proposal.ts';
import type { StoredProposal } from '../store/proposals.ts';
import { type AnyActionKind, findActionKind } from './actions/index.ts';
import type { Door } from './door.ts';
import { isSealed } from './record-mac.ts';

declare const verified: unique symbol;

/** A stored proposal whose bytes are what was proposed here: nothing else is judged. Made by `verifyRecord` alone. */
export interface VerifiedRecord {
  readonly stored: StoredProposal;
  readonly action: Action;
  readonly kind: AnyActionKind;
  readonly [verified]: true;
}

/** Why a record that does not pass is neither approved nor carried out. */
export const forgedReason = 'Its record was changed outside of Holdfast';

/**
 * Checks a stored proposal before anything looks into it: its bytes have the digest of its version, its seal is ours,
 * and its parameters are what the kind's own schema lets through. Whatever runs on parameters relies on that.
 * @returns null when it is not what was proposed
 */
export function verifyRecord(
  { keys }: Pick<Door, 'keys'>,
  { proposal, body, percent }: StoredProposal,
): VerifiedRecord | null {
  if (digestOfBytes(body) !== proposal.digest || !hasOurSeal(proposal, keys.grant)) return null;
  const action = openAction(body);
  const kind = action && findActionKind(action.kind);
  if (!action || !kind?.schema.safeParse(action.params).success) return null;
  const { account, connector } = proposal;
  const isSame =
    action.kind === proposal.kind && action.account === account && action.connector === connector;
  return isSame ? ({ stored: { proposal, body, percent }, action, kind } as VerifiedRecord) : null;
}

/** The same record without the approvals that do not count. */
export function withApprovals(record: VerifiedRecord, approvals: readonly Approval[]): VerifiedRecord {
  const { stored } = record;
  return { ...record, stored: { ...stored, proposal: { ...stored.proposal, approvals } } };
}

/** A part that has no canonical form is not what was sealed either. */
function hasOurSeal(proposal: Proposal, key: Door['keys']['grant']): boolean {
  try {
    return isSealed(proposal, key);
  } catch {
    return false;
  }
}
