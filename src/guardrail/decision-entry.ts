import type { AuditEntry } from '../domain/audit.ts';
import type { Proposal } from '../domain/proposal.ts';
import type { ProposalEvent } from '../rules/proposal/commands.ts';
import { entryOf } from './change.ts';

/**
 * What the audit says of a person's decision.
 * @param proposal - as it was before
 * @param by.actingFor - in whose name; null = their own
 */
export function decisionEntry(
  proposal: Proposal,
  { member, actingFor }: { member: string; actingFor: string | null },
  event: ProposalEvent,
  now: Date,
): AuditEntry {
  const { id, version, digest, kind } = proposal;
  const reason = 'reason' in event && typeof event.reason === 'string' ? event.reason : null;
  return entryOf(
    now,
    member,
    event.kind === 'settled' ? 'action.settled' : `proposal.${event.kind}`,
    proposal.account,
    {
      proposal: id,
      version,
      digest,
      kind,
      ...(event.kind === 'edited' ? { newVersion: version + 1, newDigest: event.next.digest } : {}),
      ...(event.kind === 'edited' ? { policyIds: event.next.ruling.policyIds } : {}),
      ...(event.kind === 'settled' ? { outcome: event.outcome } : {}),
      ...(event.kind === 'approved' ? { complete: event.complete } : {}),
      ...(actingFor === null ? {} : { actingFor }),
    },
    reason === null ? undefined : { reason },
  );
}
