import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { ticketField, ticketTextField } from './fields.ts';
import { nameOf, oneLine, shorten } from './one-line.ts';
import { subjectProblem } from './subject-problem.ts';

const schema = z.strictObject({ ticketId: ticketField, body: ticketTextField(20_000) });

/** A public answer in a customer's ticket. */
export const ticketReply: ActionKind<z.infer<typeof schema>> = {
  kind: 'ticket.reply',
  schema,
  needsAccount: true,
  risk: () => 'medium',
  summary: ({ ticketId, body }, account) =>
    oneLine(`Reply to ${nameOf(account)} in ticket ${shorten(ticketId, 30)}: ${body}`),
  connectors: ['zendesk', 'intercom', 'outbox'],
  check: ({ ticketId }, facts) => subjectProblem('Ticket', ticketId, facts),
};
