import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { ticketField } from './fields.ts';
import { nameOf, oneLine, shorten } from './one-line.ts';
import { subjectProblem } from './subject-problem.ts';

const schema = z.strictObject({ ticketId: ticketField, tier: z.int().min(2).max(4) });

/** A ticket handed to a higher tier of support: 2 is the first above the front line. */
export const ticketEscalate: ActionKind<z.infer<typeof schema>> = {
  kind: 'ticket.escalate',
  schema,
  needsAccount: true,
  risk: ({ tier }) => (tier > 2 ? 'medium' : 'low'),
  summary: ({ ticketId, tier }, account) =>
    oneLine(`Escalate ticket ${shorten(ticketId, 30)} of ${nameOf(account)} to tier ${tier}`),
  connectors: ['zendesk', 'outbox'],
  check: ({ ticketId }, facts) => subjectProblem('Ticket', ticketId, facts),
  measures: ({ tier }) => ({ tier }),
};
