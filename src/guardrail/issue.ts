import { openAction } from '../domain/action.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { type Proposal, systemActorOf } from '../domain/proposal.ts';
import type { ProposalEvent } from '../rules/proposal/commands.ts';
import { evolveProposal } from '../rules/proposal/evolve-proposal.ts';
import type { StoredProposal } from '../store/proposals.ts';
import type { StoreTransaction } from '../store/store.ts';
import { changed, entryOf } from './change.ts';
import type { Door } from './door.ts';
import { approverOf, type GrantRecord, idempotencyKey, issueGrant } from './grant.ts';

/**
 * Writes what makes an effect possible: the decision, the grant, its place in the outbox and the audit's intent, all
 * in the caller's transaction. Under `shadow` the decision alone is kept.
 * @param before - entries that are written in front of the intent
 * @param as - whether the proposal itself is written for the first time here
 */
export async function grantFor(
  door: Door,
  store: StoreTransaction,
  stored: StoredProposal,
  event: ProposalEvent,
  now: Date,
  before: readonly AuditEntry[] = [],
  as: 'added' | 'changed' = 'changed',
): Promise<Proposal> {
  const proposal = evolveProposal(stored.proposal, event);
  const written = { [as]: [changed({ ...stored, proposal }, now)] };
  if (proposal.autonomy === 'shadow') {
    await store.writeProposals({ ...written, entries: before });
    return proposal;
  }
  const grant = grantOf(door, proposal, now);
  const entries = [...before, intentOf(proposal, grant, now)];
  const granted = [{ grant, proposal, nextAt: now, lane: laneOf({ ...stored, proposal }) }];
  await store.writeProposals({ ...written, granted, entries });
  return proposal;
}

/** Messages to one channel and nudges to one person go out one after the other; everything else does not wait for its like. */
function laneOf({ proposal, body }: StoredProposal): string | null {
  if (proposal.kind === 'nudge.send') {
    const user = openAction(body)?.params.user;
    return typeof user === 'string' ? `nudge ${proposal.account} ${user}` : null;
  }
  if (proposal.connector !== 'chat') return null;
  const channel = openAction(body)?.params.channel;
  return typeof channel === 'string' ? `chat ${channel}` : null;
}

function grantOf(
  door: Door,
  { id, version, digest, expiresAt, approvals }: Proposal,
  now: Date,
): GrantRecord {
  const approvers = approvals.map(approverOf);
  return issueGrant(
    { proposalId: id, version, digest, approvers, grantedAt: now.toISOString(), expiresAt },
    door.keys.grant,
  );
}

function intentOf(proposal: Proposal, { approvers }: GrantRecord, now: Date): AuditEntry {
  const { id, version, digest, kind, connector, ruling, decidedBy, account } = proposal;
  return entryOf(now, decidedBy ?? systemActorOf(proposal), 'action.granted', account, {
    proposal: id,
    version,
    digest,
    key: idempotencyKey(id, version),
    kind,
    connector,
    approvers,
    policyIds: ruling.policyIds,
    policyVersion: ruling.policyVersion,
  });
}
