import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { dayField, endProblem, idField, lineField } from './fields.ts';
import { nameOf, oneLine } from './one-line.ts';

const schema = z.strictObject({
  title: lineField(200),
  assignee: idField().exactOptional(),
  dueOn: dayField.exactOptional(),
});

/** A task about an account, for somebody on our side. */
export const taskCreate: ActionKind<z.infer<typeof schema>> = {
  kind: 'task.create',
  schema,
  needsAccount: true,
  risk: () => 'low',
  summary: ({ title, dueOn }, account) =>
    oneLine(`Create a task about ${nameOf(account)}${dueOn ? `, due ${dueOn}` : ''}: ${title}`),
  connectors: ['hubspot', 'outbox'],
  check: ({ dueOn }, { now }) => (dueOn === undefined ? null : endProblem('dueOn', dueOn, now, 730)),
};
