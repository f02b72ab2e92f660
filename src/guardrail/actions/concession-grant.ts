import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { customerProblem } from './customer-problem.ts';
import { dayField, endProblem, textField } from './fields.ts';
import { nameOf, oneLine } from './one-line.ts';

/** More than 30 % cannot be expressed, whatever a policy says. */
const schema = z.strictObject({
  percent: z.int().min(1).max(30),
  reason: textField(2_000),
  expiresOn: dayField,
});

/** A discount for a customer, with an end. */
export const concessionGrant: ActionKind<z.infer<typeof schema>> = {
  kind: 'concession.grant',
  schema,
  needsAccount: true,
  risk: ({ percent }) => (percent > 10 ? 'high' : 'medium'),
  summary: ({ percent, reason, expiresOn }, account) =>
    oneLine(`Grant ${nameOf(account)} ${percent} % off until ${expiresOn}: ${reason}`),
  connectors: ['outbox'],
  check: ({ expiresOn }, facts) =>
    customerProblem(facts) ?? endProblem('expiresOn', expiresOn, facts.now, 730),
  measures: ({ percent }) => ({ percent }),
};
