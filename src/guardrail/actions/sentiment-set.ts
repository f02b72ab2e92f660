import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { dayField, endProblem, textField } from './fields.ts';
import { nameOf, oneLine } from './one-line.ts';

const schema = z.strictObject({
  sentiment: z.enum(['good', 'neutral', 'poor']),
  reason: textField(2_000),
  until: dayField,
});

/** What a CSM feels about an account, up to and including a day. `before` = the feeling that it replaces. */
export const sentimentSet: ActionKind<z.infer<typeof schema>> = {
  kind: 'sentiment.set',
  schema,
  needsAccount: true,
  risk: () => 'low',
  summary: ({ sentiment, reason, until }, account) =>
    oneLine(`Set the sentiment for ${nameOf(account)} to ${sentiment} until ${until}: ${reason}`),
  connectors: ['holdfast'],
  check: ({ until }, { now }) => endProblem('until', until, now, 365),
  undo: ({ before: { sentiment, reason, until } }) => {
    const earlier = schema.safeParse({ sentiment, reason, until });
    return earlier.success ? { kind: 'sentiment.set', params: earlier.data } : null;
  },
};
