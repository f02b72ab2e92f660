import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { dayField, endProblem, textField } from './fields.ts';
import { nameOf, oneLine } from './one-line.ts';

const schema = z.strictObject({
  scoreHundredths: z.int().min(0).max(10_000),
  reason: textField(2_000),
  until: dayField,
});

/** A health score set by hand, in hundredths, up to and including a day. `before` = the override that it replaces. */
export const scoreOverride: ActionKind<z.infer<typeof schema>> = {
  kind: 'score.override',
  schema,
  needsAccount: true,
  risk: () => 'medium',
  summary: ({ scoreHundredths, reason, until }, account) =>
    oneLine(
      `Set the health score of ${nameOf(account)} to ${(scoreHundredths / 100).toFixed(2)} until ${until}: ${reason}`,
    ),
  connectors: ['holdfast'],
  check: ({ until }, { now }) => endProblem('until', until, now, 365),
  // Where no override stood before, only the end of this one brings the computed score back.
  undo: ({ before }) => {
    const { scoreHundredths, reason, until } = before;
    const earlier = schema.safeParse({ scoreHundredths, reason, until });
    return earlier.success ? { kind: 'score.override', params: earlier.data } : null;
  },
};
