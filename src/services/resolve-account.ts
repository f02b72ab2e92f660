import type { Account } from '../domain/account.ts';
import { hiddenCharacters, spellHidden } from '../domain/hidden-characters.ts';
import { HoldfastError } from '../errors.ts';
import { type AccountMatch, resolveAccount } from '../rules/accounts/resolve-account.ts';
import type { RequestContext } from './context.ts';

/** Which account a text means: one, several to pick from, or none with the closest names. */
export async function findAccountByText(ctx: RequestContext, text: string): Promise<AccountMatch> {
  const wanted = text.trim();
  // An exact id is by far the commonest question and needs no directory.
  const [exact] = wanted ? await ctx.store.findAccounts([wanted]) : [];
  if (exact) return { kind: 'found', id: exact.id };
  return resolveAccount(wanted, await ctx.store.listAccounts());
}

/**
 * The one account that a text means.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN or HF_ACCOUNT_AMBIGUOUS, with the candidates in `fields`
 */
export async function requireAccount(ctx: RequestContext, text: string): Promise<string> {
  const match = await findAccountByText(ctx, text);
  if (match.kind === 'found') return match.id;
  if (match.kind === 'ambiguous') {
    const names = match.candidates.map((candidate) => `${candidate.id} (${candidate.name})`).join(', ');
    throw new HoldfastError('HF_ACCOUNT_AMBIGUOUS', `'${text}' fits several accounts: ${names}`, {
      fields: { candidates: match.candidates },
    });
  }
  const closest = match.closest.map((candidate) => candidate.id);
  throw new HoldfastError('HF_ACCOUNT_UNKNOWN', `Unknown account '${text}'`, {
    next: closest[0]
      ? `Closest: ${closest.join(', ')}. Try: health ${closest[0]}`
      : 'List all with: accounts',
    fields: { closest: match.closest },
  });
}

/**
 * The account that has this id, exactly as events name it: for a machine or a model, whose words may be a customer's, so
 * whom they might mean is not guessed.
 * @param next - what whoever sent it can do
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN
 */
export async function requireAccountById(ctx: RequestContext, id: string, next: string): Promise<Account> {
  const [account] = await ctx.store.findAccounts([id]);
  if (account) return account;
  const shown = id.slice(0, 200).toWellFormed().replace(hiddenCharacters, spellHidden);
  throw new HoldfastError('HF_ACCOUNT_UNKNOWN', `No account has the id '${shown}'`, { next });
}
