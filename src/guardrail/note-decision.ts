import type { Proposal } from '../domain/proposal.ts';
import { autonomyBars, levelAfter } from '../rules/autonomy/judge-autonomy.ts';
import type { ProposalEvent } from '../rules/proposal/commands.ts';
import type { StoreTransaction } from '../store/store.ts';
import { record } from './change.ts';
import type { Facts } from './facts.ts';

/**
 * Keeps what people made of something that automation would have run as it stood, and takes the right to run by
 * itself away where they too often did not want it.
 */
export async function noteDecision(
  store: StoreTransaction,
  proposal: Proposal,
  event: ProposalEvent,
  { level }: Pick<Facts, 'level'>,
  now: Date,
): Promise<void> {
  const asProposed = judgementOf(proposal, event);
  if (asProposed === null) return;
  await observe(store, proposal, asProposed, level, now);
}

/** Somebody took back what ran by itself: it should not have. */
export async function noteObjection(store: StoreTransaction, proposal: Proposal, now: Date): Promise<void> {
  if (proposal.ruling.effect !== 'earned' || proposal.approvals.length > 0) return;
  const levels = await store.readAutonomyLevels();
  await observe(store, proposal, false, levels.get(proposal.kind)?.level ?? 'suggest', now);
}

/** What ran by itself counts as wanted until somebody objects. */
export async function noteRun(store: StoreTransaction, proposal: Proposal, now: Date): Promise<void> {
  const { id, kind, ruling, approvals } = proposal;
  if (ruling.effect !== 'earned' || approvals.length > 0) return;
  await store.noteObservation({ proposalId: id, kind, asProposed: true, byPerson: false, at: now });
}

/** Null = this says nothing about automation: policy wanted people to decide in any case, or nothing is decided yet. */
function judgementOf({ ruling, version }: Proposal, event: ProposalEvent): boolean | null {
  if (ruling.effect !== 'earned' || version !== 1) return null;
  switch (event.kind) {
    case 'approved':
      return event.complete ? true : null;
    case 'rejected':
    case 'edited':
      return false;
    default:
      return null;
  }
}

async function observe(
  store: StoreTransaction,
  { id, kind }: Proposal,
  asProposed: boolean,
  level: Facts['level'],
  now: Date,
): Promise<void> {
  await store.noteObservation({ proposalId: id, kind, asProposed, byPerson: true, at: now });
  const { last } = await store.readObservations(kind, now, autonomyBars.last);
  const next = levelAfter(
    level,
    last.map((one) => one.asProposed),
  );
  if (next === level) return;
  const reason = `Fewer than ${autonomyBars.demotePercent} % of the last ${autonomyBars.last} were wanted as proposed`;
  await store.writeAutonomyLevel({ kind, level: next, by: 'system', reason, at: now });
  await record(store, now, 'system', 'autonomy.demoted', null, { kind, from: level, to: next });
}
