import type { Proposal } from '../../domain/proposal.ts';
import type { Voter } from './commands.ts';

/** Cover that is in force: `to` may use what `from` may do. */
export interface Cover {
  from: string;
  to: string;
}

/**
 * In whose name a member would decide: their own where policy lets them, else that of somebody they cover for, who is
 * not part of the proposal already.
 * @param isEntitled - whether policy lets a member do it in their own name
 */
export function chooseVoter(
  member: string,
  proposal: Pick<Proposal, 'requester' | 'author' | 'approvals'>,
  covers: readonly Cover[],
  isEntitled: (member: string) => boolean,
): Voter {
  if (isEntitled(member)) return { member, actingFor: null, entitled: true };
  const taken = new Set([
    proposal.requester,
    proposal.author,
    ...proposal.approvals.flatMap(({ member: by, actingFor }) => [
      by,
      ...(actingFor === null ? [] : [actingFor]),
    ]),
  ]);
  const covered = covers
    .filter(({ from, to }) => to === member && from !== member && isEntitled(from))
    .map(({ from }) => from)
    .sort();
  const actingFor = covered.find((from) => !taken.has(from)) ?? covered[0] ?? null;
  return { member, actingFor, entitled: actingFor !== null };
}
