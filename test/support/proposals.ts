import type { Proposal } from '../../src/domain/proposal.ts';

/** A proposal that waits for one manager, with whatever a test cares for. */
export function proposalOf(given: Partial<Proposal> = {}): Proposal {
  return {
    id: 'p0000001',
    version: 1,
    revision: 1,
    state: 'proposed',
    kind: 'message.customer',
    account: 'acme',
    connector: 'smtp',
    risk: 'medium',
    digest: 'd1',
    summary: 'E-mail Ann',
    origin: 'member',
    requester: 'csm1',
    author: 'csm1',
    seal: '',
    ruling: rulingOf(),
    autonomy: 'suggest',
    approvals: [],
    proposedAt: '2026-11-21T12:00:00.000Z',
    expiresAt: '2026-11-24T12:00:00.000Z',
    remindedAt: null,
    escalatedAt: null,
    decidedBy: null,
    decidedAt: null,
    reason: null,
    fence: 0,
    attempts: 0,
    receipt: null,
    finishedAt: null,
    compensates: null,
    batch: null,
    ...given,
  };
}

/** Approved by one, within three days, asked of the next tier after one. */
export function rulingOf(given: Partial<Proposal['ruling']> = {}): Proposal['ruling'] {
  return {
    effect: 'approve',
    quorum: 1,
    expiresHours: 72,
    escalateHours: 24,
    policyIds: ['test'],
    policyVersion: 'v1',
    ...given,
  };
}
