import type { Action } from '../domain/action.ts';
import type { StoreTransaction } from '../store/store.ts';

/** How many may wait at once, so that nobody approves out of fatigue. Ours. */
const waitingLimits = { perRequester: 500, perAccountAndKind: 100 } as const;

/** Why another proposal may not wait now; null = it may */
export async function floodProblem(
  store: StoreTransaction,
  { account, kind }: Pick<Action, 'account' | 'kind'>,
  requester: string,
): Promise<string | null> {
  const waiting = await store.countWaiting({ requester, account, kind });
  if (waiting.ofRequester >= waitingLimits.perRequester) {
    return `${waiting.ofRequester} proposals of ${requester} wait for a decision already`;
  }
  if (waiting.ofSubject >= waitingLimits.perAccountAndKind) {
    return `${waiting.ofSubject} proposals of ${kind} for ${account ?? 'no account'} wait for a decision already`;
  }
  return null;
}
