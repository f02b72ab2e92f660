import { monthsAsCsv, monthsOfTickets, seedFirstResponse } from '../../rules/sla/months-of-tickets.ts';
import { foldTickets, type TicketHistory } from '../../rules/sla/ticket-history.ts';
import type { RequestContext } from '../context.ts';

/** What was counted, and by whose word promises were broken. */
export interface CountedMonths {
  csv: string;
  tickets: number;
  months: number;
  /** Of how many tickets the source itself said whether its promise was broken; of the others our own clock did. */
  saidBySource: number;
}

/** Every ticket on record by account and month, held against the seeds' promises, as CSV. */
export async function countMonths(ctx: RequestContext, asOf: Date = ctx.clock.now()): Promise<CountedMonths> {
  const moment = { asOf, knownAt: await ctx.store.lastSequence() };
  const events = await ctx.store.readTicketEvents(new Date(0), moment);
  const tickets = foldTickets(events, { waitingStatuses: [], reopenedStatuses: [] });
  const said = new Map(
    events.flatMap(({ event }) => {
      const { ticketId, slaBreached } = event.payload;
      return typeof slaBreached === 'boolean' ? [[`${event.account} ${ticketId}`, slaBreached] as const] : [];
    }),
  );
  const months = monthsOfTickets(tickets, {
    firstResponse: seedFirstResponse,
    unprioritised: ctx.content.sla.unprioritised,
    breachOf: ({ account, ticketId }: TicketHistory) => said.get(`${account} ${ticketId}`),
  });
  return {
    csv: monthsAsCsv(months),
    tickets: tickets.length,
    months: months.length,
    saidBySource: tickets.filter(({ account, ticketId }) => said.has(`${account} ${ticketId}`)).length,
  };
}
