import type { Proposal } from '../../domain/proposal.ts';

type Waiting = Pick<
  Proposal,
  'state' | 'autonomy' | 'proposedAt' | 'expiresAt' | 'remindedAt' | 'escalatedAt' | 'ruling' | 'finishedAt'
>;

const hourMs = 3_600_000;

/** One reminder, half way to the escalation. */
export function remindsAt(proposal: Pick<Waiting, 'proposedAt' | 'ruling'>): string {
  return after(proposal.proposedAt, proposal.ruling.escalateHours / 2);
}

/** When the next tier is asked too. */
export function escalatesAt(proposal: Pick<Waiting, 'proposedAt' | 'ruling'>): string {
  return after(proposal.proposedAt, proposal.ruling.escalateHours);
}

/**
 * When the clock next has something to do about a proposal: remind, escalate or let it expire.
 * @returns null = nothing
 */
export function nextTimerAt(proposal: Waiting): string | null {
  if (proposal.state === 'approved') return proposal.autonomy === 'shadow' ? null : proposal.expiresAt;
  if (proposal.state !== 'proposed') return null;
  const times = [proposal.expiresAt];
  if (proposal.remindedAt === null) times.push(remindsAt(proposal));
  if (proposal.escalatedAt === null) times.push(escalatesAt(proposal));
  return times.sort()[0] ?? null;
}

function after(instant: string, hours: number): string {
  return new Date(new Date(instant).getTime() + hours * hourMs).toISOString();
}
