import type { Action } from '../domain/action.ts';
import type { Proposal } from '../domain/proposal.ts';
import type { ProposalEvent } from '../rules/proposal/commands.ts';
import { decideProposal } from '../rules/proposal/decide-proposal.ts';
import { evolveProposal } from '../rules/proposal/evolve-proposal.ts';
import type { StoreTransaction } from '../store/store.ts';
import { changed, entryOf } from './change.ts';
import type { Door } from './door.ts';

/**
 * A switch is flipped in the transaction that allows it: it has to work while workers are stuck, and no switch may
 * hold it back.
 */
export async function applyAtOnce(
  door: Door,
  store: StoreTransaction,
  proposal: Proposal,
  action: Action,
  event: ProposalEvent,
  now: Date,
): Promise<Proposal> {
  const effect = door.effects.get('kill.flip');
  if (!effect) throw new Error('there is no effect for switches');
  const approved = evolveProposal(proposal, event);
  const started = step(approved, { kind: 'start', fence: approved.fence + 1 }, now);
  const { requester, id } = proposal;
  const actor = approved.decidedBy ?? requester;
  const intent = { proposal: id, version: proposal.version, digest: proposal.digest, kind: action.kind };
  const { policyIds, policyVersion } = proposal.ruling;
  const granted = entryOf(now, actor, 'action.granted', action.account, {
    ...intent,
    policyIds,
    policyVersion,
  });
  const receipt = await effect(store, { action, proposalId: id, requester, at: now });
  const done = step(started, { kind: 'finish', fence: started.fence, receipt }, now);
  const [stored] = await store.lockProposals([id]);
  if (!stored) throw new Error(`proposal ${id} is gone`);
  await store.writeProposals({
    changed: [changed({ ...stored, proposal: done }, now)],
    entries: [granted, entryOf(now, actor, 'action.done', action.account, { ...intent, receipt })],
  });
  return done;
}

function step(proposal: Proposal, command: Parameters<typeof decideProposal>[1], now: Date): Proposal {
  const decision = decideProposal(proposal, command, now);
  if (!decision.ok) throw new Error(`A switch could not be flipped: ${decision.refusal}`);
  return evolveProposal(proposal, decision.event);
}
