import type { StoredEvent } from '../../domain/event.ts';
import { HoldfastError } from '../../errors.ts';
import type { RequestContext } from '../context.ts';
import { requireAccount } from '../resolve-account.ts';

/**
 * The record that opened a ticket.
 * @param account - as a person names it, where several accounts have a ticket of this number
 * @throws {HoldfastError} HF_NOT_FOUND, HF_ACCOUNT_AMBIGUOUS naming the accounts that have one
 */
export async function requireTicket(
  ctx: RequestContext,
  ticketId: string,
  account?: string,
): Promise<StoredEvent> {
  const wanted = ticketId.trim();
  const records = await ctx.store.findEvents(await ctx.store.findTicketRecords(wanted));
  const named = account === undefined ? null : await requireAccount(ctx, account);
  const fitting = named === null ? records : records.filter(({ event }) => event.account === named);
  const [first] = fitting;
  if (!first) {
    throw new HoldfastError('HF_NOT_FOUND', `No ticket '${wanted.slice(0, 80)}' has come in`, {
      next: 'Tickets of an account are listed by: timeline ACCOUNT --kind ticket',
    });
  }
  const accounts = [...new Set(fitting.map(({ event }) => event.account))];
  if (accounts.length === 1) return first;
  throw new HoldfastError(
    'HF_ACCOUNT_AMBIGUOUS',
    `Several accounts have a ticket '${wanted}': ${accounts.join(', ')}`,
    {
      next: 'Say which one with --account.',
      fields: { candidates: accounts.map((id) => ({ id, name: id })) },
    },
  );
}
