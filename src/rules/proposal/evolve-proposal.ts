import type { Proposal } from '../../domain/proposal.ts';
import type { ProposalEvent } from './commands.ts';

/** How long an approval is good for while it waits for a worker or for the end of a halt. */
const approvalHours = 24;

/** The proposal after an event. Total: whatever was decided can be folded. */
export function evolveProposal(proposal: Proposal, event: ProposalEvent): Proposal {
  return { ...proposal, revision: proposal.revision + 1, ...changesOf(proposal, event) };
}

function changesOf(proposal: Proposal, event: ProposalEvent): Partial<Proposal> {
  const { at } = event;
  switch (event.kind) {
    case 'approved': {
      const approvals = [...proposal.approvals, event.approval];
      if (!event.complete) return { approvals };
      return { approvals, ...approvedAt(at), decidedBy: event.approval.member };
    }
    case 'released':
      return { ...approvedAt(at), decidedBy: null };
    case 'edited': {
      const { next, by, expiresAt } = event;
      const fresh = { approvals: [], remindedAt: null, escalatedAt: null, proposedAt: at };
      return { ...next, ...fresh, version: proposal.version + 1, author: by, expiresAt, seal: '' };
    }
    case 'rejected':
      return {
        state: 'rejected',
        decidedBy: event.by.member,
        decidedAt: at,
        reason: event.reason,
        finishedAt: at,
      };
    case 'cancelled':
      return { state: 'cancelled', decidedBy: event.by, decidedAt: at, reason: event.reason, finishedAt: at };
    case 'expired':
      return { state: 'expired', finishedAt: at };
    case 'reminded':
      return { remindedAt: at };
    case 'escalated':
      return { escalatedAt: at };
    default:
      return executionChanges(proposal, event);
  }
}

type Executed = Exclude<
  ProposalEvent,
  {
    kind:
      | 'approved'
      | 'released'
      | 'edited'
      | 'rejected'
      | 'cancelled'
      | 'expired'
      | 'reminded'
      | 'escalated';
  }
>;

function executionChanges(proposal: Proposal, event: Executed): Partial<Proposal> {
  const { at } = event;
  switch (event.kind) {
    case 'started':
      return { state: 'executing', fence: event.fence, attempts: proposal.attempts + 1 };
    case 'done':
      return { state: 'done', receipt: event.receipt, reason: null, finishedAt: at };
    case 'failed':
      return { state: 'failed', reason: event.reason, finishedAt: at };
    case 'requeued':
      return { state: 'approved', reason: event.reason };
    case 'lost':
      return { state: 'unknown', fence: event.fence, reason: event.reason };
    case 'settled':
      return { state: event.outcome, reason: event.reason, finishedAt: at, decidedBy: event.by };
    case 'reopened': {
      const { approvals, fence, reason } = event;
      const until = new Date(new Date(at).getTime() + proposal.ruling.expiresHours * 3_600_000).toISOString();
      // It waits anew, so people are reminded anew.
      const waiting = {
        proposedAt: at,
        remindedAt: null,
        escalatedAt: null,
        decidedBy: null,
        decidedAt: null,
      };
      return { state: 'proposed', approvals, fence, reason, expiresAt: until, ...waiting };
    }
  }
}

function approvedAt(at: string): Partial<Proposal> {
  const expiresAt = new Date(new Date(at).getTime() + approvalHours * 3_600_000).toISOString();
  return { state: 'approved', decidedAt: at, expiresAt };
}
