import type { MacroValues } from '../copilot/fill-macro.ts';
import { formatDay } from '../views/format.ts';
import type { RequestContext } from './context.ts';

/** What macros may say of an account, a ticket and who answers, as far as records say it. */
export async function readMacroValues(
  ctx: RequestContext,
  { account: accountId, ticket }: { account: string | null; ticket: string | null },
): Promise<MacroValues> {
  const [account] = accountId === null ? [] : await ctx.store.findAccounts([accountId]);
  const owner = account?.owner ? await ctx.store.findMember(account.owner) : null;
  const known: Record<keyof MacroValues, string | null | undefined> = {
    'account.name': account?.name,
    'agent.name': ctx.member?.name,
    'csm.name': owner?.name ?? account?.owner,
    'plan.name': account?.tier,
    'region.name': account?.region,
    'renewal.date': account?.renewsOn ? formatDay(account.renewsOn) : null,
    'ticket.id': ticket,
    'contact.name': null,
    'ticket.subject': null,
    'issue.title': null,
    'issue.fixed_in': null,
  };
  return Object.fromEntries(
    Object.entries(known).filter(([, value]) => value !== null && value !== undefined),
  );
}
