import { z } from 'zod';
import { memberSchema, roles } from '../../domain/member.ts';
import type { ActionKind } from '../action-kind.ts';
import { dayField, endProblem } from './fields.ts';
import { oneLine } from './one-line.ts';

const schema = z.strictObject({
  member: memberSchema.shape.id,
  role: z.enum(roles),
  until: dayField.exactOptional(),
});

/** A further role for a member, up to and including a day or for good. */
export const roleGrant: ActionKind<z.infer<typeof schema>> = {
  kind: 'role.grant',
  schema,
  needsAccount: false,
  risk: () => 'high',
  summary: ({ member, role, until }) =>
    oneLine(`Give ${member} the role ${role} ${until ? `until ${until}` : 'for good'}`),
  connectors: ['holdfast'],
  gainers: ({ member }) => [member],
  check: ({ until }, { now }) => (until === undefined ? null : endProblem('until', until, now, 730)),
};
