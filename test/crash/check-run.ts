import type { Proposal } from '../../src/domain/proposal.ts';
import type { PlannedAction } from './child-protocol.ts';
import { deliveryOf } from './ledger-connector.ts';
import type { LedgerCall } from './ledger-protocol.ts';

/** Everything that is known about a run once it is over. */
export interface RunRecord {
  calls: readonly LedgerCall[];
  /** The audit, oldest first. */
  audit: readonly { action: string; at: string; detail: Readonly<Record<string, unknown>> }[];
  proposals: readonly Proposal[];
  /** What people were told that they had decided. */
  decided: ReadonlyMap<string, PlannedAction['decision']>;
  /** What people were told that they had proposed. */
  proposed: ReadonlySet<string>;
}

/**
 * Joins the ledger with the audit and the database. An empty list = nothing unaudited, nothing doubled, nothing lost,
 * and nothing done that nobody approved.
 */
export function checkRun(run: RunRecord): string[] {
  const byId = new Map(run.proposals.map((proposal) => [proposal.id, proposal]));
  const audit = Map.groupBy(run.audit, ({ detail }) => String(detail.proposal ?? ''));
  const calls = Map.groupBy(run.calls, ({ proposalId }) => proposalId);
  return [
    ...run.calls.flatMap((call) => problemsOfCall(call, byId.get(call.proposalId), audit)),
    ...[...calls].flatMap(([id, own]) => doubled(id, own)),
    ...run.proposals.flatMap((proposal) =>
      problemsOfProposal(proposal, calls.get(proposal.id) ?? [], actionsOf(audit.get(proposal.id))),
    ),
    ...[...run.decided].flatMap(([id, decision]) => problemsOfDecision(id, decision, byId.get(id))),
    ...[...run.proposed]
      .filter((id) => !byId.has(id))
      .map((id) => `${id}: lost: it was proposed and is not there`),
  ];
}

type Audit = Map<string, RunRecord['audit'][number][]>;

function problemsOfCall(call: LedgerCall, proposal: Proposal | undefined, audit: Audit): string[] {
  const { key, proposalId, digest, sentAt } = call;
  if (!proposal) return [`${key}: unaudited: no such proposal`];
  const intent = (audit.get(proposalId) ?? []).find(
    ({ action, detail }) => action === 'action.granted' && detail.key === key && detail.digest === digest,
  );
  if (!intent) return [`${key}: unaudited: no intent for these bytes`];
  return intent.at <= sentAt ? [] : [`${key}: unaudited: its intent came after it`];
}

function doubled(id: string, calls: readonly LedgerCall[]): string[] {
  const effects = calls.filter(({ isEffect }) => isEffect).length;
  return effects > 1 ? [`${id}: doubled: ${effects} effects (${calls[0]?.delivery})`] : [];
}

/** What the proposal says and what the outside saw must be one story, and the audit must tell it. */
function problemsOfProposal(
  { id, state, connector, attempts, reason }: Proposal,
  calls: readonly LedgerCall[],
  audit: ReadonlyMap<string, number>,
): string[] {
  const happened = calls.some(({ isEffect }) => isEffect);
  const count = (action: string): number => audit.get(action) ?? 0;
  const problems: string[] = [];
  switch (state) {
    case 'done':
      if (!happened) problems.push('lost: it is called done and never happened');
      if (count('action.done') + count('action.settled') !== 1) problems.push('unaudited: not one outcome');
      break;
    case 'failed':
      if (happened) problems.push('unaudited: it happened and is called failed');
      if (count('action.settled') === 0)
        problems.push(`lost: it was given up after ${attempts} attempts: ${reason}`);
      if (count('action.failed') + count('action.denied') + count('action.settled') !== 1)
        problems.push('unaudited: not one outcome');
      break;
    case 'unknown':
      if (deliveryOf(connector) !== 'none') problems.push('lost: nobody looks it up any more');
      if (count('action.unknown') === 0) problems.push('unaudited: nobody wrote that its fate is unknown');
      break;
    case 'approved':
    case 'executing':
      problems.push(`lost: it is still ${state}`);
      break;
    default:
      if (happened) problems.push(`unapproved: it is ${state} and happened`);
  }
  return problems.map((problem) => `${id}: ${problem}`);
}

function problemsOfDecision(
  id: string,
  decision: PlannedAction['decision'],
  proposal: Proposal | undefined,
): string[] {
  if (!proposal) return [`${id}: lost: it was decided and is not there`];
  const { state } = proposal;
  const after: Record<PlannedAction['decision'], readonly Proposal['state'][]> = {
    approve: ['done', 'failed', 'unknown', 'approved', 'executing'],
    reject: ['rejected'],
    cancel: ['cancelled'],
    leave: ['proposed', 'expired'],
  };
  return after[decision].includes(state)
    ? []
    : [`${id}: lost: ${decision} was acknowledged and it is ${state}`];
}

function actionsOf(entries: RunRecord['audit'] | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { action } of entries ?? []) counts.set(action, (counts.get(action) ?? 0) + 1);
  return counts;
}
