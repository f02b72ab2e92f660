import { type ActionKindName, risks } from '../domain/action.ts';
import { roles } from '../domain/member.ts';
import { origins } from '../domain/proposal.ts';
import type { Policies, PolicyResource } from './policy/policy.ts';

/** An account of which nothing is known: whatever policy asks of one more it does not get. */
const anyAccount = { id: 'any', tier: null, segment: null, region: null, arr: null, owner: null };

/** Whether there is anybody for whom policy would let this kind of action earn the right to run by itself. */
export function mayEarn(policies: Policies, kind: ActionKindName): boolean {
  return origins.some((origin) =>
    risks.some((risk) => {
      const sums = { accountPercent: 0, requesterPercent: 0 };
      const resource: PolicyResource = { kind, risk, origin, account: anyAccount, measures: {}, ...sums };
      return roles.some(
        (role) => policies.rule({ id: `role:${role}`, roles: [role] }, resource).effect === 'earned',
      );
    }),
  );
}
