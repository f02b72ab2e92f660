import { namedAccounts } from '../rules/accounts/named-accounts.ts';
import type { RequestContext } from './context.ts';

/** Whom a question is about; null = nobody */
export interface AboutAccount {
  account: string | null;
  /** Whether its words name the account. */
  isNamed: boolean;
}

/**
 * Whom a question is about: the account that its words name, else the one that is given. Of several that they name it is
 * about none.
 * @param given - the account of what stands around the words; null = none
 */
export async function accountOfQuestion(
  ctx: RequestContext,
  words: string,
  given: string | null,
): Promise<AboutAccount> {
  const named = namedAccounts(words, await ctx.store.listAccounts());
  if (named.length === 0) return { account: given, isNamed: false };
  const [account = null] = named.length === 1 ? named : [];
  return { account, isNamed: account !== null };
}
