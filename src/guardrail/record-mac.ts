import { canonicalJson } from '../domain/canonical-json.ts';
import type { Approval, Proposal } from '../domain/proposal.ts';
import { isMac, type MacKey, macOf } from './mac.ts';

/**
 * Signs who asked for what, in this version and in these words, with a key outside the database: whoever can write to the database can
 * neither turn a request into somebody else's nor put other bytes under it.
 */
export function sealOf(proposal: Omit<Proposal, 'seal'>, key: MacKey): string {
  const { id, version, digest, requester, author, origin, connector } = proposal;
  const { kind, account, risk, summary } = proposal;
  const asked = { id, version, digest, requester, author, origin, connector };
  return signed('proposal', { ...asked, kind, account, risk, summary }, key);
}

/** Whether the record is what was proposed or edited here. */
export function isSealed(proposal: Proposal, key: MacKey): boolean {
  return isMac(proposal.seal, sealOf(proposal, key));
}

/** A yes, signed for exactly this version of this proposal. */
export function signApproval(proposal: Proposal, approval: Omit<Approval, 'mac'>, key: MacKey): Approval {
  const { id, version, digest } = proposal;
  const { member, actingFor, at } = approval;
  return {
    member,
    actingFor,
    at,
    mac: signed('approval', { id, version, digest, member, actingFor, at }, key),
  };
}

/** Whether a yes was given here; one that was written by anything else does not count. */
export function isSignedApproval(proposal: Proposal, approval: Approval, key: MacKey): boolean {
  return isMac(approval.mac, signApproval(proposal, approval, key).mac);
}

function signed(what: string, claims: Record<string, unknown>, key: MacKey): string {
  return macOf(`${what}:${canonicalJson(claims)}`, key);
}
