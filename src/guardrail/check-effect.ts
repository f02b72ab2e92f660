import { distinctApprovals } from '../rules/proposal/distinct-approvals.ts';
import type { ClaimedEffect } from '../store/outbox.ts';
import { rulingNow } from './decide.ts';
import type { Door } from './door.ts';
import { approverOf, type Grant, redeemGrant } from './grant.ts';
import { gainsBy, mayApprove, type ProposalCase, usableCovers } from './judge-proposal.ts';
import { runsByItself } from './propose.ts';
import { isSignedApproval } from './record-mac.ts';

/** What the last look before the call says. */
export type EffectCheck =
  | { kind: 'go'; grant: Grant }
  /** It must not happen. */
  | { kind: 'deny'; reason: string }
  /** What was decided no longer holds; people are asked again. */
  | { kind: 'ask_again'; reason: string; stillEntitled: readonly string[] };

/**
 * Checks everything again at the moment of acting: MAC, digest and version of the grant, policy of then and now, who
 * approved and whether they still may, the kind's own precondition.
 */
export function checkEffect(
  door: Door,
  claimed: ClaimedEffect,
  proposalCase: ProposalCase,
  now: Date,
): EffectCheck {
  const { proposal, action, kind, facts } = proposalCase;
  if (claimed.grant === null) return { kind: 'deny', reason: 'There is no grant for it' };
  const grant = redeemGrant(claimed.grant, claimed.body, door.keys.grant, now);
  if (!grant) return { kind: 'deny', reason: 'The grant does not fit these bytes, or its time is over' };
  const sameThing =
    grant.proposalId === proposal.id &&
    grant.version === proposal.version &&
    grant.digest === proposal.digest &&
    action.connector === proposal.connector;
  if (!sameThing) return { kind: 'deny', reason: 'The grant is for another version' };
  if (claimed.isOver) return { kind: 'deny', reason: 'It has come to its end before' };
  if (facts.level === 'shadow') return { kind: 'deny', reason: 'This kind of action is in shadow now' };
  const ruling = rulingNow(door, proposalCase);
  if (ruling.effect === 'deny') return { kind: 'deny', reason: `Policy denies it now: ${ruling.reason}` };
  const problem = kind.check?.(action.params, facts) ?? null;
  if (problem) return { kind: 'deny', reason: problem };
  if (claimed.grant.approvers.length === 0) {
    if (runsByItself(ruling, facts.level)) return { kind: 'go', grant };
    return { kind: 'ask_again', reason: 'It may no longer run by itself', stillEntitled: [] };
  }
  const stillEntitled = entitledNow(door, proposalCase, claimed.grant.approvers);
  if (stillEntitled.length >= ruling.quorum) return { kind: 'go', grant };
  const reason = 'Somebody who approved it may no longer do so, or more people have to';
  return { kind: 'ask_again', reason, stillEntitled };
}

/**
 * The approvers whose yes still counts.
 * @param signed - those whom the grant names: a yes that stands in the proposal alone may be anybody's
 */
function entitledNow(door: Door, proposalCase: ProposalCase, signed: readonly string[]): string[] {
  const { proposal, facts } = proposalCase;
  const policies = door.policies();
  return distinctApprovals(proposal.approvals)
    .filter((approval) => {
      const isOurs = isSignedApproval(proposal, approval, door.keys.grant);
      if (!isOurs || !signed.includes(approverOf(approval))) return false;
      const { member, actingFor } = approval;
      const covered = usableCovers(facts.standing).some(
        ({ from, to }) => from === actingFor && to === member,
      );
      if (actingFor !== null && !covered) return false;
      const people = actingFor === null ? [member] : [member, actingFor];
      if (people.includes(proposal.requester) || people.includes(proposal.author)) return false;
      if (gainsBy(proposalCase, member)) return false;
      return mayApprove(policies, facts, actingFor ?? member) && facts.standing.rolesOf(member).length > 0;
    })
    .map(({ member }) => member);
}
