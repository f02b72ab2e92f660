import type { Proposal } from '../../domain/proposal.ts';
import type { ProposalCommand, ProposalDecision, ProposalEvent, ProposalRefusal, Voter } from './commands.ts';
import { distinctApprovals } from './distinct-approvals.ts';
import { escalatesAt, remindsAt } from './timers.ts';

/**
 * Decides what a command does to a proposal. Pure: everything it needs is in its arguments.
 * At `expiresAt` itself the time is over.
 */
export function decideProposal(proposal: Proposal, command: ProposalCommand, now: Date): ProposalDecision {
  switch (command.kind) {
    case 'approve':
    case 'reject':
    case 'edit':
      return decideVote(proposal, command, now);
    case 'cancel':
      return decideCancel(proposal, command, now);
    case 'settle':
      return decideSettle(proposal, command, now);
    case 'remind':
    case 'escalate':
    case 'expire':
      return decideTimer(proposal, command.kind, now);
    case 'release':
      if (proposal.state !== 'proposed') return refuse('already_decided');
      if (isOver(proposal, now)) return refuse('expired');
      return happen(now, { kind: 'released' });
    default:
      return decideExecution(proposal, command, now);
  }
}

function decideVote(
  proposal: Proposal,
  command: Extract<ProposalCommand, { kind: 'approve' | 'reject' | 'edit' }>,
  now: Date,
): ProposalDecision {
  if (command.version !== proposal.version) return refuse('version_changed');
  if (proposal.state !== 'proposed')
    return refuse(proposal.state === 'expired' ? 'expired' : 'already_decided');
  if (isOver(proposal, now)) return refuse('expired');
  if (command.kind === 'approve') return decideApprove(proposal, command, now);
  if (!command.by.entitled) return refuse('not_entitled');
  switch (command.kind) {
    case 'reject':
      return happen(now, { kind: 'rejected', by: command.by, reason: command.reason });
    case 'edit':
      return decideEdit(proposal, command, now);
  }
}

function decideApprove(
  proposal: Proposal,
  { by, ruling }: Extract<ProposalCommand, { kind: 'approve' }>,
  now: Date,
): ProposalDecision {
  const people = peopleOf(by);
  if (people.includes(proposal.requester)) return refuse('own_request');
  if (people.includes(proposal.author)) return refuse('own_edit');
  if (!by.entitled) return refuse('not_entitled');
  if (proposal.approvals.some((earlier) => peopleOf(earlier).some((person) => people.includes(person)))) {
    return refuse('already_approved');
  }
  const approval = { member: by.member, actingFor: by.actingFor, at: now.toISOString(), mac: '' };
  const quorum = Math.max(proposal.ruling.quorum, ruling.quorum);
  return happen(now, {
    kind: 'approved',
    approval,
    complete: distinctApprovals(proposal.approvals).length + 1 >= quorum,
  });
}

function decideEdit(
  proposal: Proposal,
  { by, next }: Extract<ProposalCommand, { kind: 'edit' }>,
  now: Date,
): ProposalDecision {
  if (next.digest === proposal.digest) return refuse('unchanged');
  const expiresAt = new Date(now.getTime() + next.ruling.expiresHours * 3_600_000).toISOString();
  return happen(now, { kind: 'edited', by: by.member, next, expiresAt });
}

/** Until the worker has begun, whoever asked can take it back. */
function decideCancel(
  { state }: Proposal,
  { by, reason }: Extract<ProposalCommand, { kind: 'cancel' }>,
  now: Date,
): ProposalDecision {
  if (state !== 'proposed' && state !== 'approved') return refuse('already_decided');
  if (!by.entitled) return refuse('not_entitled');
  return happen(now, { kind: 'cancelled', by: by.member, reason });
}

/** How long after its time something that began is taken for abandoned, in hours. */
const abandonedHours = 1;

/** What is in doubt, or has been running for so long that nobody can still be at it. */
function decideSettle(
  { state, expiresAt }: Proposal,
  { by, outcome, reason }: Extract<ProposalCommand, { kind: 'settle' }>,
  now: Date,
): ProposalDecision {
  const abandonedAt = new Date(expiresAt).getTime() + abandonedHours * 3_600_000;
  const isAbandoned = state === 'executing' && now.getTime() >= abandonedAt;
  if (state !== 'unknown' && !isAbandoned)
    return refuse(state === 'proposed' ? 'not_decided' : 'already_decided');
  if (!by.entitled) return refuse('not_entitled');
  return happen(now, { kind: 'settled', by: by.member, outcome, reason });
}

function decideTimer(
  proposal: Proposal,
  kind: 'remind' | 'escalate' | 'expire',
  now: Date,
): ProposalDecision {
  const at = now.toISOString();
  if (kind === 'expire') {
    const waits =
      proposal.state === 'proposed' || (proposal.state === 'approved' && proposal.autonomy !== 'shadow');
    if (!waits) return refuse('already_decided');
    return isOver(proposal, now) ? happen(now, { kind: 'expired' }) : refuse('too_early');
  }
  if (proposal.state !== 'proposed') return refuse('already_decided');
  if (isOver(proposal, now)) return refuse('expired');
  if (kind === 'remind') {
    if (proposal.remindedAt !== null) return refuse('unchanged');
    return at >= remindsAt(proposal) ? happen(now, { kind: 'reminded' }) : refuse('too_early');
  }
  if (proposal.escalatedAt !== null) return refuse('unchanged');
  return at >= escalatesAt(proposal) ? happen(now, { kind: 'escalated' }) : refuse('too_early');
}

type ExecutionCommand = Extract<ProposalCommand, { fence: number }>;

function decideExecution(proposal: Proposal, command: ExecutionCommand, now: Date): ProposalDecision {
  if (command.kind === 'start') {
    if (proposal.state !== 'approved')
      return refuse(proposal.state === 'proposed' ? 'not_decided' : 'already_decided');
    if (proposal.autonomy === 'shadow') return refuse('shadow');
    if (command.fence <= proposal.fence) return refuse('fence_lost');
    return happen(now, { kind: 'started', fence: command.fence });
  }
  const { state } = proposal;
  const { kind, fence } = command;
  const begun = state === 'executing' && fence === proposal.fence;
  // A worker may refuse what it claimed before it began.
  const refused = state === 'approved' && fence > proposal.fence && (kind === 'fail' || kind === 'reopen');
  // What was in doubt is known when somebody hears late that it happened, or asks. That one call came to nothing does
  // not end the doubt: it may have been said again since.
  const asked = (kind === 'fail' || kind === 'retry') && command.asked === true;
  const learned = state === 'unknown' && fence === proposal.fence && (kind === 'finish' || asked);
  // A later claim of what had begun: the earlier worker may have called, and does not come back to say so.
  const inDoubt = kind === 'lose' && fence > proposal.fence && (state === 'executing' || state === 'unknown');
  if (!begun && !refused && !learned && !inDoubt) return refuse('fence_lost');
  switch (command.kind) {
    case 'finish':
      return happen(now, { kind: 'done', receipt: command.receipt });
    case 'fail':
      return happen(now, { kind: 'failed', reason: command.reason });
    case 'retry':
      return happen(now, { kind: 'requeued', reason: command.reason });
    case 'lose':
      return happen(now, { kind: 'lost', fence, reason: command.reason });
    case 'reopen': {
      const approvals = proposal.approvals.filter(({ member }) => command.stillEntitled.includes(member));
      return happen(now, { kind: 'reopened', fence, reason: command.reason, approvals });
    }
  }
}

/** Everybody who stands behind one yes. */
function peopleOf({ member, actingFor }: Pick<Voter, 'member' | 'actingFor'>): string[] {
  return actingFor === null ? [member] : [member, actingFor];
}

function isOver({ expiresAt }: Proposal, now: Date): boolean {
  return now.toISOString() >= expiresAt;
}

type WithoutTime<T> = T extends ProposalEvent ? Omit<T, 'at'> : never;

function happen(now: Date, event: WithoutTime<ProposalEvent>): ProposalDecision {
  return { ok: true, event: { ...event, at: now.toISOString() } as ProposalEvent };
}

function refuse(refusal: ProposalRefusal): ProposalDecision {
  return { ok: false, refusal };
}
