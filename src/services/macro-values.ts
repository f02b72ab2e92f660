import type { MacroValues } from '../copilot/fill-macro.ts';
import { formatDay } from '../views/format.ts';
import type { RequestContext } from './context.ts';

/** What a reply is about. */
export interface ReplySubject {
  /** Its id; null = nobody's */
  account: string | null;
  ticket: string | null;
  /** Id of the known issue that answers; null = none */
  issue: string | null;
}

/** What macros may say of an account, a ticket, a known issue and who answers, as far as records say it. */
export async function readMacroValues(
  ctx: RequestContext,
  { account: accountId, ticket, issue: issueId }: ReplySubject,
): Promise<MacroValues> {
  const [account] = accountId === null ? [] : await ctx.store.findAccounts([accountId]);
  const owner = account?.owner ? await ctx.store.findMember(account.owner) : null;
  const issue = issueId === null ? null : (await ctx.knowledge.issues()).find(({ id }) => id === issueId);
  const known: Record<keyof MacroValues, string | null | undefined> = {
    'account.name': account?.name,
    'agent.name': ctx.member?.name,
    'csm.name': owner?.name ?? account?.owner,
    'plan.name': account?.tier,
    'region.name': account?.region,
    'renewal.date': account?.renewsOn ? formatDay(account.renewsOn) : null,
    'ticket.id': ticket,
    'ticket.subject': await subjectOf(ctx, accountId, ticket),
    'issue.title': issue?.title,
    'issue.fixed_in': issue?.fixed_in,
    // No record holds the name of who wrote a ticket.
    'contact.name': null,
  };
  return Object.fromEntries(
    Object.entries(known).filter(([, value]) => value !== null && value !== undefined),
  );
}

async function subjectOf(
  ctx: RequestContext,
  account: string | null,
  ticket: string | null,
): Promise<string | null> {
  if (account === null || ticket === null) return null;
  const records = await ctx.store.findTicketRecords(ticket);
  const opened = records.find(({ event }) => event.account === account)?.event;
  return opened?.type === 'ticket.created' ? String(opened.payload.subject ?? '').trim() || null : null;
}
