import { type Proposal, systemActorOf } from '../domain/proposal.ts';
import { decideProposal } from '../rules/proposal/decide-proposal.ts';
import { evolveProposal } from '../rules/proposal/evolve-proposal.ts';
import type { StoreTransaction } from '../store/store.ts';
import { changed } from './change.ts';
import { decisionEntry } from './decision-entry.ts';

/**
 * Takes back what Holdfast itself wanted and nobody has begun; what a person asked for, or what may have gone out, stays.
 * @returns the ids of what was taken back
 */
export async function withdraw(
  store: StoreTransaction,
  ids: readonly string[],
  reason: string,
  now: Date,
): Promise<string[]> {
  const taken = [];
  const entries = [];
  for (const stored of await store.lockProposals(ids)) {
    const { proposal } = stored;
    if (!isOurs(proposal)) continue;
    const actor = systemActorOf(proposal);
    const by = { member: actor, actingFor: null, entitled: true };
    const decision = decideProposal(proposal, { kind: 'cancel', by, reason }, now);
    if (!decision.ok) continue;
    taken.push(changed({ ...stored, proposal: evolveProposal(proposal, decision.event) }, now));
    entries.push(decisionEntry(proposal, by, decision.event, now));
  }
  await store.writeProposals({ changed: taken, entries });
  const withdrawn = taken.map(({ proposal }) => proposal.id);
  await store.removeEffects(withdrawn);
  return withdrawn;
}

function isOurs({ origin, requester, author }: Proposal): boolean {
  return origin === 'system' && requester === 'system' && author === 'system';
}
