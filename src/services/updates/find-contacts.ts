import type { Account } from '../../domain/account.ts';
import { addressField, domainOf } from '../../guardrail/actions/fields.ts';
import type { RequestContext } from '../context.ts';

const contactsAtMost = 5;
const touchesLooked = 50;

/** Who gets an account's weekly letter; where nobody does, why. */
export type Contacts = { to: string[] } | { to: []; reason: string };

/**
 * The people who carry the product at an account: its sponsors, whom we were in touch with last first, then those who work
 * as executives and administrators. Only addresses at its own domains, and nobody who wants no letters.
 */
export async function findContacts(ctx: RequestContext, account: Account): Promise<Contacts> {
  const touches = await ctx.store.latestEvents(
    account.id,
    [{ type: 'sponsor.touch' }],
    { asOf: ctx.clock.now(), knownAt: Number.MAX_SAFE_INTEGER },
    touchesLooked,
  );
  const roles = [...((await ctx.store.readUserRoles([account.id])).get(account.id) ?? [])];
  const ofRole = (wanted: string) => roles.filter(([, role]) => role === wanted).map(([user]) => user);
  const known = ownAddresses(
    [...touches.map(({ event }) => event.user ?? ''), ...ofRole('executive'), ...ofRole('admin')],
    account,
  );
  if (known.length === 0)
    return {
      to: [],
      reason: 'no sponsor, executive or administrator with an address at its domains is known',
    };
  const optedOut = new Set(await ctx.store.findLetterOptOuts(known));
  const to = known.filter((address) => !optedOut.has(address)).slice(0, contactsAtMost);
  return to.length === 0 ? { to: [], reason: 'everybody whom it would go to wants no letters' } : { to };
}

function ownAddresses(users: readonly string[], { domains }: Account): string[] {
  const own = new Set(domains.map((domain) => domain.toLowerCase()));
  const addresses = users
    .filter((user) => addressField.safeParse(user).success && own.has(domainOf(user)))
    .map((user) => user.toLowerCase());
  return [...new Set(addresses)];
}
