import { finalStates, type Proposal, type ProposalState } from '../../domain/proposal.ts';

/**
 * The outcome that whoever asked is still to be told. Null = there is none yet, they were told, or they know: they ended
 * it themselves, or policy let it run at once. A batch is not told one by one.
 * @param told - the state that they were told of; null = none
 */
export function outcomeToTell(proposal: Proposal, told: ProposalState | null): ProposalState | null {
  const { state, requester, decidedBy, batch } = proposal;
  if (requester === 'system' || decidedBy === requester || batch !== null) return null;
  if (!isOutcome(proposal) || ranByItself(proposal) || state === told) return null;
  return state;
}

/** Nothing follows, or nothing without a person. What is only practised ends with the yes. */
function isOutcome({ state, autonomy }: Proposal): boolean {
  return finalStates.has(state) || state === 'unknown' || (state === 'approved' && autonomy === 'shadow');
}

/** It was carried out, or tried, and no person said yes. */
function ranByItself({ state, approvals }: Proposal): boolean {
  const waited = state === 'rejected' || state === 'expired' || state === 'cancelled';
  return !waited && approvals.length === 0;
}
