import { type Proposal, systemActorOf } from '../domain/proposal.ts';
import type { ProposalEvent } from '../rules/proposal/commands.ts';
import { evolveProposal } from '../rules/proposal/evolve-proposal.ts';
import type { StoredProposal } from '../store/proposals.ts';
import type { StoreTransaction } from '../store/store.ts';
import { changed, record } from './change.ts';
import type { Door } from './door.ts';
import { idempotencyKey, issueGrant } from './grant.ts';

/**
 * Writes what makes an effect possible: the decision, the grant, its place in the outbox and the audit's intent, all
 * in the caller's transaction. Under `shadow` the decision alone is kept.
 */
export async function grantFor(
  door: Door,
  store: StoreTransaction,
  stored: StoredProposal,
  event: ProposalEvent,
  now: Date,
): Promise<Proposal> {
  const proposal = evolveProposal(stored.proposal, event);
  await store.saveProposals([changed({ ...stored, proposal }, now)]);
  if (proposal.autonomy === 'shadow') return proposal;
  const approvers = proposal.approvals.map(({ member, actingFor }) =>
    actingFor === null ? member : `${member} for ${actingFor}`,
  );
  const { id, version, digest, expiresAt } = proposal;
  const grant = issueGrant(
    { proposalId: id, version, digest, approvers, grantedAt: now.toISOString(), expiresAt },
    door.keys.grant,
  );
  await store.addGrants([{ grant, proposal }], now);
  await record(
    store,
    now,
    proposal.decidedBy ?? systemActorOf(proposal),
    'action.granted',
    proposal.account,
    {
      ...{ proposal: id, version, digest, key: idempotencyKey(id, version), kind: proposal.kind },
      ...{ connector: proposal.connector, approvers, policyIds: proposal.ruling.policyIds },
      ...{ policyVersion: proposal.ruling.policyVersion },
    },
  );
  return proposal;
}
