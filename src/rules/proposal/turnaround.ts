import type { ActionKindName } from '../../domain/action.ts';
import type { Proposal } from '../../domain/proposal.ts';

/** How long people take to decide one kind of proposal. Hours are of decided ones; null = none was decided. */
export interface Turnaround {
  kind: ActionKindName;
  /** Those that people had to decide. */
  proposals: number;
  approved: number;
  rejected: number;
  expired: number;
  waiting: number;
  escalated: number;
  medianHours: number | null;
  p90Hours: number | null;
}

/** Counts how proposals that needed people were decided, by kind, the slowest first. */
export function turnaroundOf(proposals: readonly Proposal[]): Turnaround[] {
  const asked = proposals.filter(
    ({ ruling, approvals, state }) =>
      ruling.effect === 'approve' || approvals.length > 0 || state === 'proposed',
  );
  return [...Map.groupBy(asked, ({ kind }) => kind)]
    .map(([kind, ofKind]) => {
      const hours = ofKind.flatMap(hoursOf).sort((a, b) => a - b);
      const count = (fits: (proposal: Proposal) => boolean): number => ofKind.filter(fits).length;
      return {
        kind,
        proposals: ofKind.length,
        approved: count(
          ({ decidedAt, state }) => decidedAt !== null && state !== 'rejected' && state !== 'cancelled',
        ),
        rejected: count(({ state }) => state === 'rejected'),
        expired: count(({ state, decidedAt }) => state === 'expired' && decidedAt === null),
        waiting: count(({ state }) => state === 'proposed'),
        escalated: count(({ escalatedAt }) => escalatedAt !== null),
        medianHours: rank(hours, 0.5),
        p90Hours: rank(hours, 0.9),
      };
    })
    .sort((a, b) => (b.p90Hours ?? 0) - (a.p90Hours ?? 0) || (a.kind < b.kind ? -1 : 1));
}

/** From the version that was decided to its decision; two decimals. */
function hoursOf({ proposedAt, decidedAt, state }: Proposal): number[] {
  if (decidedAt === null || state === 'cancelled') return [];
  return [Math.round((Date.parse(decidedAt) - Date.parse(proposedAt)) / 36_000) / 100];
}

/** Nearest rank. */
function rank(ascending: readonly number[], share: number): number | null {
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? null;
}
