import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Approval, Proposal } from '../domain/proposal.ts';

/**
 * Signs who asked for what, in this version, with a key outside the database: whoever can write to the database can
 * neither turn a request into somebody else's nor put other bytes under it.
 */
export function sealOf(proposal: Omit<Proposal, 'seal'>, key: string): string {
  const { id, version, digest, requester, author, origin, connector } = proposal;
  return macOf('proposal', { id, version, digest, requester, author, origin, connector }, key);
}

/** Whether the record is what was proposed or edited here. */
export function isSealed(proposal: Proposal, key: string): boolean {
  return same(proposal.seal, sealOf(proposal, key));
}

/** A yes, signed for exactly this version of this proposal. */
export function signApproval(proposal: Proposal, approval: Omit<Approval, 'mac'>, key: string): Approval {
  const { id, version, digest } = proposal;
  const { member, actingFor, at } = approval;
  return {
    member,
    actingFor,
    at,
    mac: macOf('approval', { id, version, digest, member, actingFor, at }, key),
  };
}

/** Whether a yes was given here; one that was written by anything else does not count. */
export function isSignedApproval(proposal: Proposal, approval: Approval, key: string): boolean {
  return same(approval.mac, signApproval(proposal, approval, key).mac);
}

function macOf(what: string, claims: Record<string, unknown>, key: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex'))
    .update(`${what}:${canonicalJson(claims)}`)
    .digest('hex');
}

function same(given: unknown, expected: string): boolean {
  if (typeof given !== 'string' || given.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
