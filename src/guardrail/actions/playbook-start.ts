import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { customerProblem } from './customer-problem.ts';
import { idField } from './fields.ts';
import { nameOf, oneLine, shorten } from './one-line.ts';

const schema = z.strictObject({ playbook: idField() });

/** A playbook begun for a customer. Its steps that reach outside are proposals of their own. */
export const playbookStart: ActionKind<z.infer<typeof schema>> = {
  kind: 'playbook.start',
  schema,
  needsAccount: true,
  risk: () => 'medium',
  summary: ({ playbook }, account) =>
    oneLine(`Start playbook ${shorten(playbook, 60)} for ${nameOf(account)}`),
  connectors: ['outbox'],
  check: (_, facts) => customerProblem(facts),
};
