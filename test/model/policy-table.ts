import type { ActionKindName } from '../../src/domain/action.ts';
import type { Role } from '../../src/domain/member.ts';
import type { Origin, Ruling } from '../../src/domain/proposal.ts';
import type { Policies } from '../../src/guardrail/policy/policy.ts';

/** Which files are in force. `broken` = one of them cannot be read, so that nothing runs by itself. */
export interface PolicyMode {
  table: 'lenient' | 'strict' | 'closed';
  broken: boolean;
}

/** What a row of the table asks for; null = forbidden */
export interface Terms {
  effect: 'auto' | 'earned' | 'approve';
  quorum: number;
  expiresHours: number;
  escalateHours: number;
}

const days3 = { expiresHours: 72, escalateHours: 24 };
const day1 = { expiresHours: 24, escalateHours: 8 };

/** The policies of the model's world: small enough to be read as the truth about who may what. */
const rows: Record<PolicyMode['table'], Partial<Record<ActionKindName, Terms>>> = {
  lenient: {
    'message.customer': { effect: 'approve', quorum: 1, ...days3 },
    'task.create': { effect: 'earned', quorum: 1, ...days3 },
    'nudge.send': { effect: 'auto', quorum: 1, ...days3 },
    'sentiment.set': { effect: 'auto', quorum: 1, ...days3 },
    'kill.flip': { effect: 'auto', quorum: 1, ...days3 },
  },
  strict: {
    'message.customer': { effect: 'approve', quorum: 2, ...day1 },
    'task.create': { effect: 'approve', quorum: 1, ...day1 },
    'nudge.send': { effect: 'earned', quorum: 2, ...day1 },
    'sentiment.set': { effect: 'approve', quorum: 1, ...day1 },
    'kill.flip': { effect: 'auto', quorum: 1, ...day1 },
  },
  closed: {
    'task.create': { effect: 'approve', quorum: 2, ...day1 },
    'sentiment.set': { effect: 'auto', quorum: 1, ...day1 },
    'kill.flip': { effect: 'auto', quorum: 1, ...day1 },
  },
};

const changers: readonly Role[] = ['exec', 'manager', 'csm', 'agent', 'admin'];

export function mayPropose(roles: readonly Role[]): boolean {
  return roles.some((role) => changers.includes(role));
}

export function mayApprove({ table }: PolicyMode, roles: readonly Role[], kind: ActionKindName): boolean {
  if (roles.includes('manager') || roles.includes('exec')) return true;
  return table === 'lenient' && kind !== 'message.customer' && roles.includes('csm');
}

/** How it may be carried out; null = not at all */
export function termsOf(
  { table, broken }: PolicyMode,
  roles: readonly Role[],
  kind: ActionKindName,
  origin: Origin,
): Terms | null {
  const row = rows[table][kind];
  if (!row || !mayPropose(roles)) return null;
  // What a model had the idea of is never as free as what a person asks for.
  const asked = origin === 'agent' && row.effect === 'auto' ? 'earned' : row.effect;
  return { ...row, effect: broken && kind !== 'kill.flip' ? 'approve' : asked };
}

/** The table as the product asks for it. */
export function scriptedPolicies(mode: () => PolicyMode): Policies {
  const policyIds = ['model'];
  return {
    get version() {
      return mode().table.padEnd(16, '0');
    },
    get automatic() {
      return !mode().broken;
    },
    problem: null,
    permits: (verb, { roles }, { kind }) => ({
      allowed: verb === 'see' || (verb === 'propose' ? mayPropose(roles) : mayApprove(mode(), roles, kind)),
      policyIds,
    }),
    rule({ roles }, { kind, origin }): Ruling {
      const base = { policyIds, policyVersion: mode().table };
      const terms = termsOf(mode(), roles, kind, origin);
      return terms ? { ...base, ...terms } : { ...base, effect: 'deny', reason: 'the table forbids it' };
    },
    approvingRoles: () => ['manager', 'exec'],
  };
}
