import type { Account } from '../../domain/account.ts';

/** By which names a text may mean an account. */
export function namesOfAccount({
  id,
  name,
  aliases,
  domains,
}: Pick<Account, 'id' | 'name' | 'aliases' | 'domains'>): string[] {
  return [...new Set([name, id, ...aliases, ...domains])];
}
