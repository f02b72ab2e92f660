import type { Proposal } from '../domain/proposal.ts';
import { nextTimerAt } from '../rules/proposal/timers.ts';
import type { ProposalChange, StoredProposal } from '../store/proposals.ts';
import type { StoreTransaction } from '../store/store.ts';
import type { PolicyResource } from './policy/policy.ts';
import type { PreparedAction } from './prepare-action.ts';

/** A new proposal as it is written. */
export function change(
  proposal: Proposal,
  { sealed }: Pick<PreparedAction, 'sealed'>,
  { measures }: Pick<PolicyResource, 'measures'>,
  now: Date,
): ProposalChange {
  return changed({ proposal, body: sealed.bytes, percent: measures.percent ?? 0 }, now);
}

/** A proposal after something happened to it, as it is written. */
export function changed(stored: StoredProposal, now: Date): ProposalChange {
  return { ...stored, timerAt: nextTimerAt(stored.proposal), updatedAt: now.toISOString() };
}

/** Writes down what was done or refused, in the transaction of it. */
export async function record(
  store: StoreTransaction,
  at: Date,
  actor: string,
  action: string,
  account: string | null,
  detail: Record<string, unknown>,
  personal?: Record<string, string>,
): Promise<void> {
  await store.appendAudit({ at, actor, action, account, detail, ...(personal ? { personal } : {}) });
}
