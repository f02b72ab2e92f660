import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { customerProblem } from './customer-problem.ts';
import { idField, lineField } from './fields.ts';
import { nameOf, oneLine, shorten } from './one-line.ts';

const schema = z.strictObject({
  playbook: idField(),
  /** Filled in when it is proposed: the version that is shown is the version that runs. */
  version: z.int().min(1).max(100_000).exactOptional(),
  /** Why this one. */
  why: lineField(300).exactOptional(),
});

/** A playbook begun for a customer. Its steps that reach outside are proposals of their own. */
export const playbookStart: ActionKind<z.infer<typeof schema>> = {
  kind: 'playbook.start',
  schema,
  needsAccount: true,
  risk: () => 'medium',
  summary: ({ playbook }, account) =>
    oneLine(`Start playbook ${shorten(playbook, 60)} for ${nameOf(account)}`),
  connectors: ['holdfast'],
  check: (_, facts) => customerProblem(facts),
};
