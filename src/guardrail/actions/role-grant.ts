import { z } from 'zod';
import { memberSchema, roles } from '../../domain/member.ts';
import { isUtcDay } from '../../domain/utc-day.ts';
import type { ActionKind } from '../action-kind.ts';
import { endProblem } from './fields.ts';
import { oneLine } from './one-line.ts';

const schema = z.strictObject({
  member: memberSchema.shape.id,
  role: z.enum(roles),
  until: z.string().refine(isEnd, 'must be a real day, YYYY-MM-DD, or now').exactOptional(),
});

/** A further role for a member, up to and including a day or for good; until now = it is taken back. */
export const roleGrant: ActionKind<z.infer<typeof schema>> = {
  kind: 'role.grant',
  schema,
  needsAccount: false,
  risk: () => 'high',
  summary: ({ member, role, until }) =>
    oneLine(
      until === 'now'
        ? `Take the granted role ${role} back from ${member}`
        : `Give ${member} the role ${role} ${until ? `until ${until}` : 'for good'}`,
    ),
  connectors: ['holdfast'],
  gainers: ({ member, until }) => (until === 'now' ? [] : [member]),
  check: ({ until }, { now }) =>
    until === undefined || until === 'now' ? null : endProblem('until', until, now, 730),
  undo: ({ params: { member, role, until } }) => {
    const end = schema.safeParse({ member, role, until: 'now' });
    return end.success && until !== 'now' ? { kind: 'role.grant', params: end.data } : null;
  },
};

function isEnd(text: string): boolean {
  return text === 'now' || isUtcDay(text);
}
