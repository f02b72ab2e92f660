import type { Proposal } from '../../domain/proposal.ts';
import type { Voter } from './commands.ts';

/** Cover that is in force: `to` may use what `from` may do. */
export interface Cover {
  from: string;
  to: string;
}

/**
 * In whose name a member would decide: their own where policy lets them, else that of somebody they cover for, who is
 * not part of the proposal already. Whoever covers for the requester or the author would say yes in that name, whatever
 * they may do themselves: nobody approves their own request through a delegate.
 * @param isEntitled - whether policy lets a member do it in their own name
 */
export function chooseVoter(
  member: string,
  verb: 'approve' | 'reject' | 'edit' | 'cancel' | 'settle',
  proposal: Pick<Proposal, 'requester' | 'author' | 'approvals'>,
  covers: readonly Cover[],
  isEntitled: (member: string) => boolean,
): Voter {
  const mine = covers
    .filter(({ from, to }) => to === member && from !== member)
    .map(({ from }) => from)
    .sort();
  const covered = mine.filter(isEntitled);
  const own = isEntitled(member);
  const entitled = own || covered.length > 0;
  const stoodInFor = mine.find((from) => from === proposal.requester || from === proposal.author);
  if (verb === 'approve' && stoodInFor !== undefined) return { member, actingFor: stoodInFor, entitled };
  if (own) return { member, actingFor: null, entitled };
  const taken = new Set(proposal.approvals.flatMap(({ member: by, actingFor }) => [by, actingFor]));
  return { member, actingFor: covered.find((from) => !taken.has(from)) ?? covered[0] ?? null, entitled };
}
