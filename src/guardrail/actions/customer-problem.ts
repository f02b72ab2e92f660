import type { ActionFacts } from '../action-kind.ts';

/** Why nothing may be offered to this account, in one sentence; null = it is a customer. */
export function customerProblem({ account }: ActionFacts): string | null {
  if (!account) return 'The account is not known';
  return account.status === 'active' ? null : `${account.name} is no longer a customer`;
}
