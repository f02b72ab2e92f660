import type { Policies } from '../../src/guardrail/policy/policy.ts';

/**
 * A policy that lets a child start in half the time: everybody proposes, managers approve, an admin's switch works at
 * once. What the shipped policies say is tested where they are.
 */
export const plainPolicies: Policies = {
  version: '0000000000000000',
  automatic: true,
  problem: null,
  permits: (verb, { roles }) => ({
    allowed: verb !== 'approve' || roles.includes('manager'),
    policyIds: ['plain'],
  }),
  rule: (_principal, { kind }) => ({
    effect: kind === 'kill.flip' ? 'auto' : 'approve',
    quorum: 1,
    expiresHours: 72,
    escalateHours: 24,
    policyIds: ['plain'],
    policyVersion: 'plain',
  }),
  approvingRoles: () => ['manager'],
};
