import type { Role } from '../../domain/member.ts';
import { endOfDay } from '../../domain/utc-day.ts';
import type { InternalEffect } from '../internal-effect.ts';

/** Gives a member a role beside their own, until the end of a day; until now = ends every grant of that role to them. */
export const grantRole: InternalEffect = async (store, { action, proposalId, at }) => {
  const { member, role, until } = action.params as { member: string; role: Role; until?: string };
  if (until === 'now') {
    return { member, role, until: at.toISOString(), ended: await store.endRoleGrants({ member, role, at }) };
  }
  const endsAt = until === undefined ? null : endOfDay(until);
  await store.addRoleGrant({ proposalId, member, role, endsAt });
  return { member, role, until: endsAt?.toISOString() ?? null };
};
