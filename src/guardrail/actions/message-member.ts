import { z } from 'zod';
import { counted } from '../../domain/counted.ts';
import type { ActionKind } from '../action-kind.ts';
import { addressField, lineField } from './fields.ts';
import { oneLine } from './one-line.ts';
import { storedViewSchema } from './stored-view.ts';

const schema = z.strictObject({
  to: z
    .array(addressField)
    .min(1)
    .max(20)
    .refine(
      (to) => new Set(to.map((one) => one.toLowerCase())).size === to.length,
      'must not name an address twice',
    ),
  subject: lineField(200),
  view: storedViewSchema,
});

/** An e-mail to our own people: a stored view, set as HTML and as text when it is sent. */
export const messageMember: ActionKind<z.infer<typeof schema>> = {
  kind: 'message.member',
  schema,
  needsAccount: false,
  risk: () => 'low',
  summary: ({ to, subject }) => oneLine(`E-mail ${counted(to.length, 'member')} of ours: ${subject}`),
  connectors: ['smtp', 'outbox'],
  measures: ({ to }) => ({ recipients: to.length }),
  check: ({ view }, { subject }) => {
    // Figures of customers go to nobody whom the list of members does not know.
    if (subject !== 'known') return 'Somebody whom it goes to is no member with this address';
    const isAlive = view.blocks.some(({ kind }) => kind === 'buttons' || kind === 'picker');
    return isAlive ? 'An e-mail has no buttons; take them out' : null;
  },
};
