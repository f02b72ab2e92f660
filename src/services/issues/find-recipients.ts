import type { Account } from '../../domain/account.ts';
import type { StoredEvent } from '../../domain/event.ts';
import { addressField, domainOf } from '../../guardrail/actions/fields.ts';
import type { RequestContext } from '../context.ts';

const recipientsAtMost = 3;
/** Where an account's administrators show themselves, and how far back they are looked for. */
const workTypes = ['config.changed', 'user.session', 'feature.used'] as const;
const recordsLooked = 50;

/**
 * Who at an account is written to about an issue: whoever wrote its tickets, the latest first; where nobody wrote, its
 * administrators who worked last. Only addresses at the account's own domains.
 * @returns at most three; empty = nobody is known
 */
export async function findRecipients(
  ctx: RequestContext,
  account: Account,
  hits: readonly StoredEvent[],
): Promise<string[]> {
  const writers = hits
    .filter(({ event }) => event.type === 'ticket.created' && event.account === account.id)
    .sort((one, other) => other.event.at.getTime() - one.event.at.getTime());
  const found = addressesOf(writers, account);
  if (found.length > 0) return found;
  const latest = await ctx.store.latestEvents(
    account.id,
    workTypes.map((type) => ({ type })),
    { asOf: ctx.clock.now(), knownAt: Number.MAX_SAFE_INTEGER },
    recordsLooked,
  );
  return addressesOf(
    latest.filter(({ event }) => event.dimensions.role === 'admin'),
    account,
  );
}

function addressesOf(records: readonly StoredEvent[], { domains }: Account): string[] {
  const own = new Set(domains.map((domain) => domain.toLowerCase()));
  const addresses = records
    .map(({ event }) => event.user ?? '')
    .filter((user) => addressField.safeParse(user).success && own.has(domainOf(user)))
    .map((user) => user.toLowerCase());
  return [...new Set(addresses)].slice(0, recipientsAtMost);
}
