import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { nameOf, oneLine, shorten } from './one-line.ts';

const schema = z.strictObject({
  field: z.string().regex(/^[a-z][a-z0-9_]{0,99}$/, "must be the CRM's own name of a property"),
  /** The empty text clears the field. */
  to: z.string().max(2_000),
});

/** One field of a customer's record in the CRM. `before.to` is what stood there. */
export const crmUpdate: ActionKind<z.infer<typeof schema>> = {
  kind: 'crm.update',
  schema,
  needsAccount: true,
  risk: () => 'medium',
  summary: ({ field, to }, account) => {
    const change = to === '' ? `Clear ${field}` : `Set ${field} to ${shorten(to, 60)}`;
    return oneLine(`${change} in the CRM record of ${nameOf(account)}`);
  },
  connectors: ['hubspot', 'outbox'],
  undo: ({ params, before }) => {
    const old = before.to;
    if (typeof params.field !== 'string' || (typeof old !== 'string' && old !== null)) return null;
    return { kind: 'crm.update', params: { field: params.field, to: old ?? '' } };
  },
};
