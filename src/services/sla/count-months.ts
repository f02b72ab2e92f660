import { monthsAsCsv, monthsOfTickets, seedFirstResponse } from '../../rules/sla/months-of-tickets.ts';
import { foldTickets, type TicketHistory } from '../../rules/sla/ticket-history.ts';
import type { RequestContext } from '../context.ts';

/** Every ticket on record by account and month, held against the seeds' promises, as CSV. */
export async function countMonths(
  ctx: RequestContext,
  asOf: Date = ctx.clock.now(),
): Promise<{ csv: string; tickets: number; months: number }> {
  const horizon = { asOf, knownAt: await ctx.store.lastSequence() };
  const events = await ctx.store.readTicketEvents(new Date(0), horizon);
  const tickets = foldTickets(events, { waitingStatuses: [], reopenedStatuses: [] });
  const said = new Map(
    events.flatMap(({ event }) => {
      const { ticketId, slaBreached } = event.payload;
      return typeof slaBreached === 'boolean' ? [[`${event.account} ${ticketId}`, slaBreached] as const] : [];
    }),
  );
  const months = monthsOfTickets(tickets, {
    ...{ firstResponse: seedFirstResponse, unprioritised: ctx.content.sla.unprioritised },
    breachOf: ({ account, ticketId }: TicketHistory) => said.get(`${account} ${ticketId}`),
  });
  return { csv: monthsAsCsv(months), tickets: tickets.length, months: months.length };
}
