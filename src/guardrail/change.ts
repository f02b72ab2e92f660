import type { AuditEntry } from '../domain/audit.ts';
import { nextTimerAt } from '../rules/proposal/timers.ts';
import type { ProposalChange, StoredProposal } from '../store/proposals.ts';
import type { StoreTransaction } from '../store/store.ts';

/** A proposal as it is written: new, or after something happened to it. */
export function changed(stored: StoredProposal, now: Date): ProposalChange {
  return { ...stored, timerAt: nextTimerAt(stored.proposal), updatedAt: now.toISOString() };
}

/** An entry about what was done or refused. */
export function entryOf(
  at: Date,
  actor: string,
  action: string,
  account: string | null,
  detail: Record<string, unknown>,
  personal?: Record<string, string>,
): AuditEntry {
  return { at, actor, action, account, detail, ...(personal ? { personal } : {}) };
}

/** Writes down what was done or refused, in the transaction of it. */
export async function record(store: StoreTransaction, ...entry: Parameters<typeof entryOf>): Promise<void> {
  await store.appendAudit(entryOf(...entry));
}
