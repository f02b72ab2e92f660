import type { StoredEvent } from '../../domain/event.ts';
import { HoldfastError } from '../../errors.ts';
import type { RequestContext } from '../context.ts';
import { requireAccount } from '../resolve-account.ts';

/**
 * The record that opened a ticket. An id that is written so comes before one that is the same but for case, width and zeros.
 * @param account - as a person names it, where several accounts have a ticket of this number
 * @throws {HoldfastError} HF_NOT_FOUND, HF_ACCOUNT_AMBIGUOUS naming the accounts that have one
 */
export async function requireTicket(
  ctx: RequestContext,
  ticketId: string,
  account?: string,
): Promise<StoredEvent> {
  const wanted = ticketId.trim();
  const records = await ctx.store.findTicketRecords(wanted);
  const named = account === undefined ? null : await requireAccount(ctx, account);
  const fitting = named === null ? records : records.filter(({ event }) => event.account === named);
  const exact = fitting.filter(({ event }) => event.payload.ticketId === wanted);
  const meant = exact.length > 0 ? exact : fitting;
  const [first] = meant;
  if (!first) {
    throw new HoldfastError('HF_NOT_FOUND', `No ticket '${wanted.slice(0, 80)}' has come in`, {
      next: 'Tickets of an account are listed by: timeline ACCOUNT --kind ticket',
    });
  }
  const accounts = [...new Set(meant.map(({ event }) => event.account))];
  if (accounts.length === 1) return first;
  throw await ambiguous(ctx, wanted, accounts);
}

/** Whose they are, and how to say so in chat and in a terminal. */
async function ambiguous(
  ctx: RequestContext,
  ticketId: string,
  ids: readonly string[],
): Promise<HoldfastError> {
  const names = new Map((await ctx.store.findAccounts(ids)).map(({ id, name }) => [id, name]));
  const candidates = ids.map((id) => ({ id, name: names.get(id) ?? id }));
  const listed = candidates.map(({ id, name }) => `${id} (${name})`).join(', ');
  const [first = ''] = ids;
  return new HoldfastError(
    'HF_ACCOUNT_AMBIGUOUS',
    `Several accounts have a ticket '${ticketId}': ${listed}`,
    {
      next: `Say whose: \`/cs ticket ${ticketId} ${first}\` in chat, diagnose ${ticketId} --account ${first} in a terminal.`,
      fields: { candidates },
    },
  );
}
