import { z } from 'zod';
import { digestSections, forewordLength } from '../../domain/digest.ts';
import type { ActionKind } from '../action-kind.ts';
import { oneLine, shorten } from './one-line.ts';
import { offersAlertActions, storedViewSchema } from './stored-view.ts';

const schema = z.strictObject({
  channel: z.string().regex(/^#?[\p{L}\p{N}][\p{L}\p{N}._:@-]{0,199}$/u, "must be a channel's id or name"),
  view: storedViewSchema,
  /** The message that it hangs under, as the platform names it. */
  thread: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:@;=-]{0,199}$/, 'must be the name of a message')
    .exactOptional(),
  /** It is a digest: of which snapshot, and what people made of it. The view is drawn from both. */
  digest: z
    .strictObject({
      id: z.string().regex(/^dg[0-9a-f]{30}$/, 'must be the id of a digest'),
      foreword: z.string().max(forewordLength),
      sections: z.array(z.enum(digestSections)).min(1).max(digestSections.length),
    })
    .exactOptional(),
});

/** A message to one of our own channels. An answer to whoever asked, in that place, is no action. */
export const messagePost: ActionKind<z.infer<typeof schema>> = {
  kind: 'message.post',
  schema,
  needsAccount: false,
  risk: () => 'low',
  summary: ({ channel, view }, _, place = null) =>
    oneLine(`Post to ${shorten(place ?? `the channel ${channel}`, 80)}: ${view.summary}`),
  connectors: ['chat', 'outbox'],
  measures: ({ digest }) => (digest ? { digest: 1 } : {}),
  check: ({ view }, { origin }) =>
    offersAlertActions(view) && origin !== 'system'
      ? "Buttons of an alert stand on Holdfast's own cards alone; take them out."
      : null,
};
