import type { HandOff, ReportedTicket } from '../../domain/sla-report.ts';
import { HoldfastError } from '../../errors.ts';
import type { RequestContext } from '../context.ts';
import { readHandOff } from './read-hand-off.ts';
import { readTicketOf } from './read-ticket-clocks.ts';
import { reportTicket } from './report-ticket.ts';

/** A ticket as it stands now, with all that whoever takes it over has to know. */
export interface HandOffPage {
  asOf: string;
  ticket: ReportedTicket;
  handOff: HandOff;
}

/** The hand-off of one ticket, by the record that opened it. @throws {HoldfastError} HF_NOT_FOUND */
export async function getHandOffPage(ctx: RequestContext, seq: number): Promise<HandOffPage> {
  const opening = await ctx.store.findEvent(seq);
  const now = ctx.clock.now();
  const clocks =
    opening?.event.type === 'ticket.created' && typeof opening.event.payload.ticketId === 'string'
      ? await readTicketOf(ctx, opening, now)
      : null;
  if (!clocks)
    throw new HoldfastError('HF_NOT_FOUND', `Record ${seq} opens no ticket`, {
      next: 'Open the link on the card again; the clocks of open tickets: /cs sla',
    });
  return {
    asOf: now.toISOString(),
    ticket: reportTicket(clocks, ctx.content.sla),
    handOff: await readHandOff(ctx, clocks),
  };
}
