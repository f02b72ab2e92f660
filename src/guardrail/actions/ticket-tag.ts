import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { ticketField } from './fields.ts';
import { nameOf, oneLine, shorten } from './one-line.ts';
import { subjectProblem } from './subject-problem.ts';

const tag = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/, 'must be lower-case letters, digits, - and _');
const schema = z.strictObject({
  ticketId: ticketField,
  tags: z
    .array(tag)
    .min(1)
    .max(10)
    .refine((tags) => new Set(tags).size === tags.length, 'must not name a tag twice'),
});

/** Tags added to a ticket; those that it has stay. */
export const ticketTag: ActionKind<z.infer<typeof schema>> = {
  kind: 'ticket.tag',
  schema,
  needsAccount: true,
  risk: () => 'low',
  summary: ({ ticketId, tags }, account) =>
    oneLine(`Tag ticket ${shorten(ticketId, 30)} of ${nameOf(account)}: ${tags.join(', ')}`),
  connectors: ['zendesk', 'intercom', 'outbox'],
  check: ({ ticketId }, facts) => subjectProblem('Ticket', ticketId, facts),
};
