import type { Account } from '../../domain/account.ts';
import type { SlaPack } from '../../domain/sla.ts';
import type { HypercareAccount, HypercareReport } from '../../domain/sla-report.ts';
import { addDays, type UtcDay } from '../../domain/utc-day.ts';
import { accountDay, isInHypercare } from '../../rules/sla/read-clock.ts';
import type { RequestContext } from '../context.ts';
import { scoreUrl } from '../evidence.ts';
import { readOpenTickets } from './read-ticket-clocks.ts';
import { reportAccount, reportTicket } from './report-ticket.ts';

/** Every account in its first days, with its open tickets; of one account alone, if one is named by its id. */
export async function getHypercare(
  ctx: RequestContext,
  { asOf = ctx.clock.now(), account }: { asOf?: Date | undefined; account?: string | undefined } = {},
): Promise<HypercareReport> {
  const { sla } = ctx.content;
  const all =
    account === undefined ? await ctx.store.listAccounts() : await ctx.store.findAccounts([account]);
  const inside = all.filter((one) => isInHypercare(one, asOf, sla));
  const open = Map.groupBy(
    inside.length > 0 ? await readOpenTickets(ctx, asOf) : [],
    (one) => one.account.id,
  );
  const knownAt = await ctx.store.lastSequence();
  const urgency = new Map([...open.keys()].map((id, index) => [id, index]));
  const rankOf = ({ id }: Account): number => urgency.get(id) ?? Number.MAX_SAFE_INTEGER;
  const accounts = inside
    .sort((one, other) => rankOf(one) - rankOf(other) || accountDay(one, asOf) - accountDay(other, asOf))
    .map(
      (one): HypercareAccount => ({
        account: reportAccount(one),
        day: accountDay(one, asOf),
        lastOn: lastDayOf(one, sla),
        open: (open.get(one.id) ?? []).map((ticket) => reportTicket(ticket, sla)),
        url: scoreUrl(one.id, asOf, knownAt),
      }),
    );
  const [asked] = account === undefined || inside.length > 0 ? [] : all;
  const outside = asked
    ? { account: reportAccount(asked), day: accountDay(asked, asOf), lastOn: lastDayOf(asked, sla) }
    : null;
  return { asOf: asOf.toISOString(), lastDay: sla.hypercare.lastDay, accounts, outside };
}

function lastDayOf({ startsOn, firstSeenOn }: Account, { hypercare }: SlaPack): UtcDay {
  return addDays(startsOn ?? firstSeenOn, hypercare.lastDay);
}
