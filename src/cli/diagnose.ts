import { requireReadable } from '../services/authorize.ts';
import { getTicket } from '../services/tickets/get-ticket.ts';
import { ticketView } from '../views/ticket-view.ts';
import type { Command } from './command.ts';
import { textOption } from './options.ts';

/** `diagnose TICKET`: what happened around a ticket, and what it may be about. */
export const diagnose: Command = {
  name: 'diagnose',
  summary: 'What happened around this ticket, and what may it be about?',
  arguments: [{ usage: '<ticket>', description: 'its number at the help desk' }],
  options: [
    { flags: '--account <account>', description: 'whose, where several accounts have such a number' },
  ],
  nowOnly: true,
  examples: ['diagnose T-acme-004', 'diagnose T-acme-004 --account acme --json'],
  run: async ({ context }, [ticketId = ''], options) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const value = await getTicket(ctx, ticketId, textOption(options, 'account'));
    return { json: value, view: ticketView(value) };
  },
};
