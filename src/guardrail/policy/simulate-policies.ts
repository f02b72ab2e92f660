import type { Role } from '../../domain/member.ts';
import type { Ruling } from '../../domain/proposal.ts';
import type { Policies, PolicyPrincipal, PolicyResource } from './policy.ts';

/** A proposal as policies see it. */
export interface JudgedProposal {
  id: string;
  principal: PolicyPrincipal;
  resource: PolicyResource;
}

/** What policies say about one proposal. */
export interface Judgement {
  mayPropose: boolean;
  ruling: Ruling;
  /** The roles that could approve it; empty where nobody has to. */
  approvers: readonly Role[];
}

/** A proposal that two sets of policies judge differently. */
export interface Difference {
  id: string;
  before: Judgement;
  after: Judgement;
}

/** What other policies would have said about each proposal, where that differs in substance. */
export function simulatePolicies(
  proposals: readonly JudgedProposal[],
  before: Policies,
  after: Policies,
): Difference[] {
  return proposals
    .map(({ id, principal, resource }) => ({
      id,
      before: judge(before, principal, resource),
      after: judge(after, principal, resource),
    }))
    .filter((pair) => substance(pair.before) !== substance(pair.after));
}

function judge(policies: Policies, principal: PolicyPrincipal, resource: PolicyResource): Judgement {
  const ruling = policies.rule(principal, resource);
  const asked = ruling.effect === 'approve' || ruling.effect === 'earned';
  return {
    mayPropose: policies.permits('propose', principal, resource).allowed,
    ruling,
    approvers: asked ? policies.approvingRoles(resource) : [],
  };
}

/** Which policies decided, and in which version, changes nothing for anybody. */
function substance({ mayPropose, ruling, approvers }: Judgement): string {
  if (ruling.effect === 'deny') return JSON.stringify([mayPropose, 'deny']);
  const { effect, quorum, expiresHours, escalateHours } = ruling;
  // What runs by itself asks nobody, so the terms of asking make no difference.
  if (effect === 'auto') return JSON.stringify([mayPropose, effect]);
  return JSON.stringify([mayPropose, effect, quorum, expiresHours, escalateHours, approvers]);
}
