import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { ticketField, ticketTextField } from './fields.ts';
import { nameOf, oneLine, shorten } from './one-line.ts';
import { subjectProblem } from './subject-problem.ts';

const schema = z.strictObject({ ticketId: ticketField, body: ticketTextField(20_000) });

/** A note in a customer's ticket that our own people alone read. */
export const ticketNote: ActionKind<z.infer<typeof schema>> = {
  kind: 'ticket.note',
  schema,
  needsAccount: true,
  risk: () => 'low',
  summary: ({ ticketId, body }, account) =>
    oneLine(`Internal note in ticket ${shorten(ticketId, 30)} of ${nameOf(account)}: ${body}`),
  connectors: ['zendesk', 'intercom', 'outbox'],
  check: ({ ticketId }, facts) => subjectProblem('Ticket', ticketId, facts),
};
