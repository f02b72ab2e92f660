import type { ClaimedEffect } from '../store/outbox.ts';
import type { Door } from './door.ts';
import { approverOf, type Grant, redeemGrant } from './grant.ts';
import { entitledNow, type ProposalCase, rulingNow } from './judge-proposal.ts';
import { runsByItself } from './propose.ts';

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
  const { approvers } = claimed.grant;
  const stillEntitled = entitledNow(door, proposalCase)
    .filter((approval) => approvers.includes(approverOf(approval)))
    .map(({ member }) => member);
  if (stillEntitled.length >= ruling.quorum) return { kind: 'go', grant };
  const reason = 'Somebody who approved it may no longer do so, or more people have to';
  return { kind: 'ask_again', reason, stillEntitled };
}
