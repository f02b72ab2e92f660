import type { Action } from '../../domain/action.ts';
import { parseAsOf } from '../../domain/instant.ts';
import { HoldfastError } from '../../errors.ts';
import type { InternalEffect } from '../internal-effect.ts';

type Effect = Parameters<InternalEffect>[1];
type Store = Parameters<InternalEffect>[0];

/** What an override and a sentiment have in common, as approved. */
export interface ApprovedJudgement {
  proposalId: string;
  account: string;
  reason: string;
  by: { id: string; name: string };
  at: Date;
  until: Date;
}

/**
 * Reads what both kinds have in common out of an approved action. `until` is a day, which holds to its last
 * millisecond in UTC, or an instant.
 * @throws {HoldfastError} HF_ACTION_INVALID when the action is not what its schema lets through
 */
export async function readJudgement(store: Store, effect: Effect): Promise<ApprovedJudgement> {
  const { action, proposalId, requester, at } = effect;
  const { reason, until } = action.params;
  const end = typeof until === 'string' ? parseAsOf(until) : null;
  if (action.account === null || typeof reason !== 'string' || end === null) throw malformed(action);
  const member = await store.findMember(requester);
  // The name is kept as it is now: renaming somebody later changes no past answer.
  const by = { id: requester, name: member?.name ?? (requester === 'system' ? 'Holdfast' : requester) };
  return { proposalId, account: action.account, reason, by, at, until: end };
}

/** An approved action that its schema cannot have let through. */
export function malformed(action: Action): HoldfastError {
  return new HoldfastError(
    'HF_ACTION_INVALID',
    `An approved ${action.kind} has parameters that its schema refuses`,
  );
}
