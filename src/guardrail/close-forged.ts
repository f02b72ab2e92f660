import type { ProposalCommand } from '../rules/proposal/commands.ts';
import { decideProposal } from '../rules/proposal/decide-proposal.ts';
import { evolveProposal } from '../rules/proposal/evolve-proposal.ts';
import type { StoredProposal } from '../store/proposals.ts';
import type { StoreTransaction } from '../store/store.ts';
import { changed, record } from './change.ts';
import type { DecideResult, DecisionRefusal, PersonsDecision } from './decide.ts';
import { decisionEntry } from './decision-entry.ts';
import { readStanding } from './facts.ts';

/**
 * A decision about a record that was changed outside of Holdfast: nobody knows what it was, so nothing leads on from
 * it, and whoever works here and is no auditor may bring it to its end. Both stand in the audit.
 */
export async function closeForged(
  store: StoreTransaction,
  { proposal, ...stored }: StoredProposal,
  { member, decision }: { member: string; decision: PersonsDecision },
  now: Date,
): Promise<DecideResult> {
  const standing = await readStanding(store, now);
  const entitled = standing.rolesOf(member).some((role) => role !== 'auditor');
  const command = closing(decision, { member, actingFor: null, entitled }, proposal.version);
  const decided = command ? decideProposal(proposal, command, now) : null;
  if (!decided?.ok) {
    const refusal: DecisionRefusal = decided?.refusal ?? 'forged';
    const { id, version, account } = proposal;
    const detail = { proposal: id, version, verb: decision.verb, refusal, forged: true };
    await record(store, now, member, 'decision.refused', account, detail);
    return { ok: false, refusal, proposal, missingRoles: [], whom: null };
  }
  const { event } = decided;
  const closed = evolveProposal(proposal, event);
  const entry = decisionEntry(proposal, { member, actingFor: null }, event, now);
  const entries = [{ ...entry, detail: { ...entry.detail, forged: true } }];
  await store.writeProposals({ changed: [changed({ ...stored, proposal: closed }, now)], entries });
  await store.removeEffects([proposal.id]);
  return { ok: true, proposal: closed, event: event.kind };
}

/** Null = it would lead on */
function closing(
  decision: PersonsDecision,
  by: Extract<ProposalCommand, { kind: 'reject' }>['by'],
  version: number,
): ProposalCommand | null {
  switch (decision.verb) {
    case 'reject':
      return { kind: 'reject', version, by, reason: decision.reason };
    case 'cancel':
      return { kind: 'cancel', by, reason: decision.reason };
    case 'settle':
      return { kind: 'settle', by, outcome: decision.outcome, reason: decision.reason };
    case 'approve':
    case 'edit':
      return null;
  }
}
