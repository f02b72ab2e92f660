import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { customerProblem } from './customer-problem.ts';
import { idField, textField } from './fields.ts';
import { nameOf, oneLine, shorten } from './one-line.ts';
import { subjectProblem } from './subject-problem.ts';

const schema = z.strictObject({ user: idField(), nudge: textField(1_000) });

/** A hint shown to one user inside the product. */
export const nudgeSend: ActionKind<z.infer<typeof schema>> = {
  kind: 'nudge.send',
  schema,
  needsAccount: true,
  risk: () => 'medium',
  summary: ({ user, nudge }, account) =>
    oneLine(`Nudge ${shorten(user, 40)} at ${nameOf(account)}: ${nudge}`),
  connectors: ['outbox'],
  check: ({ user }, facts) => customerProblem(facts) ?? subjectProblem('User', user, facts),
};
