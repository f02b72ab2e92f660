import type { Attainment, SlaReport } from '../../domain/sla-report.ts';
import { attainmentOf } from '../../rules/sla/attainment.ts';
import type { RequestContext } from '../context.ts';
import { ownChannel } from '../own-channel.ts';
import { readOpenTickets, readTicketsSince } from './read-ticket-clocks.ts';
import { reportTicket } from './report-ticket.ts';

/** Months that are looked back on where nobody says how many. */
const usualMonths = 3;

/** What is asked; everything may be left out. */
export interface SlaInput {
  asOf?: Date | undefined;
  /** Id of the one account that it is about. */
  account?: string | undefined;
  /** This month and so many before it, 1–24. */
  months?: number | undefined;
}

/** The clocks of every open ticket, and by tier and month how many promises were kept. */
export async function getSla(ctx: RequestContext, input: SlaInput = {}): Promise<SlaReport> {
  const asOf = input.asOf ?? ctx.clock.now();
  const { sla } = ctx.content;
  const isAsked = (account: string): boolean => input.account === undefined || input.account === account;
  const open = (await readOpenTickets(ctx, asOf)).filter(({ account }) => isAsked(account.id));
  return {
    asOf: asOf.toISOString(),
    pack: { version: sla.version, channel: ownChannel(ctx) },
    open: open.map((one) => reportTicket(one, sla)),
    attainment: await getAttainment(ctx, asOf, input.months ?? usualMonths, isAsked),
  };
}

async function getAttainment(
  ctx: RequestContext,
  asOf: Date,
  months: number,
  isAsked: (account: string) => boolean,
): Promise<Attainment[]> {
  const since = new Date(Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth() - months + 1, 1));
  const tickets = await readTicketsSince(ctx, since, asOf);
  return attainmentOf(
    tickets
      .filter(({ account }) => isAsked(account.id))
      .map(({ ticket, account, clocks }) => ({ openedAt: ticket.openedAt, tier: account.tier, clocks })),
  );
}
